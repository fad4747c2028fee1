#include "modules/notices/queries.h"

#include <fmt/format.h>

#include <algorithm>

#include "modules/notices/notice.h"
#include "modules/notices/recording.h"
#include "spine/units/queries.h"

namespace gulou::notices {
namespace {

constexpr std::int64_t most_shown = 100;

// Whose file is gone plays nothing, so it is left out.
Result<std::vector<PublicRecording>> heard(db::Reader& reader, const Id& notice) {
  std::vector<PublicRecording> out;
  for (auto& row : TRY(recordings_of(reader, notice)))
    out.push_back({.id = row.id,
                   .media_type = std::move(row.media_type),
                   .milliseconds = row.milliseconds,
                   .language = row.language,
                   .speaker = std::move(row.speaker),
                   .transcript = std::move(row.transcript)});
  return out;
}

Result<PublicNotice> as_public(db::Reader& reader, NoticeRow row, units::UnitSummary unit) {
  auto recordings = TRY(heard(reader, row.id));
  return PublicNotice{.id = row.id,
                      .unit = std::move(unit),
                      .kind = row.kind,
                      .title = std::move(row.title),
                      .text = std::move(row.text),
                      .from_on = row.from_on,
                      .until_on = row.until_on,
                      .contact = std::move(row.contact),
                      .is_demo = row.is_demo,
                      .recordings = std::move(recordings)};
}

Result<void> add_shown(db::Reader& reader, const units::UnitSummary& unit, Date today, std::vector<PublicNotice>& out) {
  for (auto& row : TRY(reader.all<NoticeRow>(
           "SELECT id, unit_id, county_id, kind, title, text, from_on, until_on, contact, state, version, made_at, "
           "published_at, ended_at, is_demo FROM notice WHERE unit_id = $1 AND state = 'published' AND from_on <= $2 "
           "AND until_on >= $2 ORDER BY from_on DESC, id DESC LIMIT $3",
           unit.id, today, most_shown)))
    out.push_back(TRY(as_public(reader, std::move(row), unit)));
  return {};
}

Error gone(std::string code, Text message) {
  return {.kind = ErrorKind::gone, .code = std::move(code), .message = std::move(message)};
}

// A title in one line of a list: no line breaks, which M3U ends entries with.
std::string in_one_line(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

}  // namespace

Result<Board> board_of(db::Reader& reader, const units::UnitSummary& unit, Date today) {
  Board board;
  TRY(add_shown(reader, unit, today, board.own));
  auto above = TRY(units::ancestors(reader, unit));
  std::ranges::reverse(above);  // the nearest first
  for (const auto& each : above) TRY(add_shown(reader, each, today, board.above));
  return board;
}

Result<PublicNotice> public_notice(db::Reader& reader, const Id& id, Date today) {
  auto row = TRY(find_notice(reader, id));
  if (row.state == "withdrawn")
    return fail(gone("notice_withdrawn", {"这份公告已经撤回，内容不再公开。", "This notice was withdrawn."}));
  const bool was_out = row.state == "expired" || row.state == "published";
  if (was_out && row.until_on < today)
    return fail(gone("notice_expired", {fmt::format("公示期到{}为止，已经届满，内容不再公开。", row.until_on.text_zh()),
                                        "This notice hung out to its last day and was taken down."}));
  if (row.state != "published" || today < row.from_on)
    return fail(not_found_error({"没有这份公告。", "There is no such notice."}));
  auto unit = TRY(units::by_id(reader, row.unit_id));
  return as_public(reader, std::move(row), std::move(unit));
}

Playlist playlist_of(const Board& board) {
  Playlist list;
  for (const bool safety : {true, false})
    for (const auto* notices : {&board.own, &board.above})
      for (const auto& notice : *notices) {
        if ((notice.kind == NoticeKind::safety) != safety) continue;
        for (const auto& recording : notice.recordings) {
          list.milliseconds += recording.milliseconds;
          list.entries.push_back({notice, recording});
        }
      }
  return list;
}

std::string m3u_of(const Playlist& playlist, std::string_view name, std::string_view origin) {
  std::string out = fmt::format("#EXTM3U\n#PLAYLIST:{}\n", in_one_line(std::string(name)));
  for (const auto& [notice, recording] : playlist.entries)
    out += fmt::format("#EXTINF:{},{} · {}\n{}{}\n", (recording.milliseconds + 999) / 1000, in_one_line(notice.title),
                       label_of(recording.language).zh, origin, address_of(recording));
  return out;
}

}  // namespace gulou::notices
