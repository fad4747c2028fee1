// Notices: those of a unit, one of them, and what the loudspeaker plays.
#include <fmt/format.h>

#include "modules/notices/queries.h"
#include "modules/portal/notices.h"
#include "modules/portal/paging.h"
#include "modules/portal/parts.h"
#include "spine/units/queries.h"

namespace gulou::portal {
namespace {

using notices::PublicNotice;
using notices::PublicRecording;

constexpr std::size_t on_unit_page = 4;

Html demo_tag(const PublicNotice& notice) {
  return notice.is_demo ? html::render(" <span class=\"tag\">示例</span>") : Html();
}

Html spoken_tag(const PublicNotice& notice) {
  return notice.recordings.empty() ? Html() : html::render(" <span class=\"tag\">有录音</span>");
}

Html notice_line(const PublicNotice& notice) {
  return html::render("<li><a href=\"/notices/{}\"><b>{}</b><small>{} · {} · 公示到 {}{}{}</small></a></li>",
                      notice.id.text(), notice.title, notice.unit.name, notices::label_of(notice.kind).zh,
                      notice.until_on.text_zh(), spoken_tag(notice), demo_tag(notice));
}

std::vector<Html> items_of(const std::vector<PublicNotice>& all) {
  std::vector<Html> items;
  for (const auto& each : all) items.push_back(notice_line(each));
  return items;
}

Html lines(const std::vector<PublicNotice>& all) {
  return html::render("<ul class=\"hits\">{}</ul>", html::each(all, &notice_line));
}

// The place of whose notice it is, and the way to its notices.
std::vector<Step> trail_to(const std::vector<units::UnitSummary>& above, const units::UnitSummary& unit) {
  std::vector<Step> steps = {{"/", "首页"}};
  for (const auto& each : above)
    if (each.level != units::Level::province) steps.push_back({"/u/" + each.code, each.name});
  steps.push_back({"/u/" + unit.code, unit.name});
  return steps;
}

// A player that needs no script; the words stand below it for those who read, or hear badly.
Html player(const PublicRecording& recording) {
  const auto language = notices::label_of(recording.language).zh;
  const auto name = fmt::format("{}录音，{}", language, notices::length_zh(recording.milliseconds));
  const auto address = html::Url::parse(notices::address_of(recording));
  if (!address) return {};
  return html::render(
      "<figure class=\"heard\"><figcaption><b>{}</b> <span class=\"small mute\">讲述人：{}</span></figcaption>"
      "<audio controls=\"controls\" preload=\"none\" lang=\"{}\" aria-label=\"{}\" src=\"{}\"></audio>"
      "<p class=\"more\"><a class=\"more\" href=\"{}\" download=\"download\">下载这段录音</a></p>"
      "<details><summary>文字稿（汉语）</summary>{}</details></figure>",
      name, recording.speaker, name_of(recording.language), name, *address, *address,
      html::each(notices::paragraphs_of(recording.transcript),
                 [](std::string_view each) { return html::render("<p>{}</p>", each); }));
}

Result<Id> id_asked(const View& view) {
  if (const auto id = Id::parse(view.request.parameter("id"))) return *id;
  return fail(not_found_error({"没有这份公告。", "There is no such notice."}));
}

Html playlist_line(const notices::PlaylistEntry& entry) {
  return html::render("<li><p><a class=\"more\" href=\"/notices/{}\">{}</a>{}</p>{}</li>", entry.notice.id.text(),
                      entry.notice.title, demo_tag(entry.notice), player(entry.recording));
}

}  // namespace

Result<Html> notices_section(const View& view, const units::UnitSummary& unit) {
  if (unit.code.empty()) return Html();
  const auto board = TRY(notices::board_of(view.reader, unit, view.context.clock.today()));
  auto shown = board.own;
  shown.insert(shown.end(), board.above.begin(), board.above.end());
  if (shown.empty()) return Html();
  const auto all = shown.size();
  if (shown.size() > on_unit_page) shown.resize(on_unit_page);
  return html::render(
      "<section class=\"card\"><div class=\"head\"><h2>公告</h2><a class=\"more\" href=\"/u/{}/notices\">全部 {} "
      "份</a></div>{}</section>",
      unit.code, all, lines(shown));
}

Result<std::size_t> notices_count(const View& view, const units::UnitSummary& unit) {
  if (unit.code.empty()) return 0;
  const auto board = TRY(notices::board_of(view.reader, unit, view.context.clock.today()));
  return board.own.size() + board.above.size();
}

Result<net::Response> unit_notices_page(const View& view) {
  const auto unit = TRY(units::by_code(view.reader, view.request.parameter("code")));
  const auto board = TRY(notices::board_of(view.reader, unit, view.context.clock.today()));
  const auto list = notices::playlist_of(board);
  auto page = view.page(unit.name + "的公告");
  page.trail = trail_to(TRY(units::ancestors(view.reader, unit)), unit);
  if (shows_few(view)) {
    const auto heard = list.entries.empty()
                           ? std::vector<Html>()
                           : std::vector<Html>{way_on(fmt::format("/u/{}/playlist", unit.code), "听录音",
                                                      fmt::format("{} 段", list.entries.size()))};
    page.body = html::render("<h1>{}的公告</h1>{}", unit.name,
                             board.own.empty() ? html::render("<p>本级现在没有在公示期内的公告。</p>") : Html());
    page.body += TRY(six_at_a_time(view, page,
                                   {{.items = heard},
                                    {.heading = "本级公告", .looks = "hits", .items = items_of(board.own)},
                                    {.heading = "上级的公告", .looks = "hits", .items = items_of(board.above)}}));
    return portal::page(page);
  }
  const Html own = board.own.empty() ? html::render("<p>现在没有在公示期内的公告。</p>") : lines(board.own);
  const Html above = board.above.empty()
                         ? Html()
                         : html::render("<section class=\"card\"><h2>上级的公告</h2>{}</section>", lines(board.above));
  const Html heard = list.entries.empty()
                         ? Html()
                         : html::render("<p><a class=\"go\" href=\"/u/{}/playlist\">听录音（{} 段，共 {}）</a></p>",
                                        unit.code, list.entries.size(), notices::length_zh(list.milliseconds));
  page.body = html::render("<h1>{}的公告</h1>{}<section class=\"card\"><h2>本级公告</h2>{}</section>{}", unit.name,
                           heard, own, above);
  return portal::page(page);
}

Result<net::Response> notice_page(const View& view) {
  const auto notice = TRY(notices::public_notice(view.reader, TRY(id_asked(view)), view.context.clock.today()));
  auto page = view.page(notice.title);
  page.trail = trail_to(TRY(units::ancestors(view.reader, notice.unit)), notice.unit);
  const Html text = html::each(notices::paragraphs_of(notice.text),
                               [](std::string_view each) { return html::render("<p>{}</p>", each); });
  const Html contact = notice.contact.empty() ? Html() : html::render("<dt>联系</dt><dd>{}</dd>", notice.contact);
  const Html heard = notice.recordings.empty() ? Html()
                                               : html::render("<section class=\"card\"><h2>听公告</h2>{}</section>",
                                                              html::each(notice.recordings, &player));
  page.body = html::render(
      "<div class=\"sub\"><p class=\"mute\"><span class=\"tag\">{}</span>{}</p><h1>{}</h1></div>"
      "<div class=\"two side\"><div class=\"stack\"><article class=\"card notice\">{}<p class=\"signed\">{}<br>{}</p>"
      "</article>{}</div><div class=\"stack\"><section class=\"card\"><h2>公示</h2><dl class=\"facts\"><dt>单位</dt>"
      "<dd>{}</dd><dt>期限</dt><dd>{}至{}</dd>{}</dl><p><a class=\"more\" href=\"/notices/{}/paper\">打印张贴（A4，"
      "带二维码）</a></p><p><a class=\"more\" href=\"/u/{}/notices\">{}的全部公告</a></p></section></div></div>",
      notices::label_of(notice.kind).zh, demo_tag(notice), notice.title, text, notice.unit.name,
      notice.from_on.text_zh(), heard, notice.unit.name, notice.from_on.text_zh(), notice.until_on.text_zh(), contact,
      notice.id.text(), notice.unit.code, notice.unit.name);
  return portal::page(page);
}

Result<net::Response> playlist_page(const View& view) {
  const auto unit = TRY(units::by_code(view.reader, view.request.parameter("code")));
  const auto list = notices::playlist_of(TRY(notices::board_of(view.reader, unit, view.context.clock.today())));
  auto page = view.page(unit.name + "的广播");
  page.trail = trail_to(TRY(units::ancestors(view.reader, unit)), unit);
  if (list.entries.empty()) {
    page.body = html::render(
        "<h1>{}的广播</h1><p class=\"lead\">现在没有可以播放的录音。</p><p><a class=\"go\" "
        "href=\"/u/{}/notices\">看公告</a></p>",
        unit.name, unit.code);
    return portal::page(page);
  }
  if (shows_few(view)) {
    Entries heard{.looks = "steps"};
    for (const auto& each : list.entries) heard.items.push_back(playlist_line(each));
    const auto file = way_on(fmt::format("/u/{}/playlist.m3u8", unit.code), "下载播放列表", "给大喇叭用");
    page.body = html::render("<h1>{}的广播</h1><p>{} 段录音，从头播完要 {}。先播安全提醒，再播本级，最后播上级。</p>",
                             unit.name, list.entries.size(), notices::length_zh(list.milliseconds));
    page.body += TRY(six_at_a_time(view, page, {{.items = {file}}, heard}));
    return portal::page(page);
  }
  page.body = html::render(
      "<div class=\"sub\"><h1>{}的广播</h1><p class=\"lead\">{} 段录音，从头播完要 "
      "{}。先播安全提醒，再播本级，最后播上级。"
      "</p></div><p><a class=\"go\" href=\"/u/{}/playlist.m3u8\" "
      "download=\"download\">下载播放列表（给大喇叭用，M3U）</a>"
      "</p><ol class=\"steps\">{}</ol>",
      unit.name, list.entries.size(), notices::length_zh(list.milliseconds), unit.code,
      html::each(list.entries, &playlist_line));
  return portal::page(page);
}

}  // namespace gulou::portal
