// Notices (公告) and the recordings that read them out, as stored and as shown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/error.h"
#include "base/id.h"
#include "base/time.h"
#include "spine/units/model.h"

namespace gulou::notices {

enum class NoticeKind { affairs, finance, meeting, service, safety, other };

constexpr auto describe(Tag<NoticeKind>) {
  return enumeration("NoticeKind", "What a notice is about", named(NoticeKind::affairs, "affairs"),
                     named(NoticeKind::finance, "finance"), named(NoticeKind::meeting, "meeting"),
                     named(NoticeKind::service, "service"), named(NoticeKind::safety, "safety"),
                     named(NoticeKind::other, "other"));
}

Text label_of(NoticeKind kind);  // 村（居）务公开

// By ISO 639-3, but for Chinese, which is called as BCP 47 calls it: the values of the attribute lang.
enum class Language { zh, hea, hmq, hms, doc, kmc };

constexpr auto describe(Tag<Language>) {
  return enumeration("SpokenLanguage",
                     "What is spoken: Chinese, northern, eastern and southern Miao of Qiandong, "
                     "northern and southern Dong",
                     named(Language::zh, "zh"), named(Language::hea, "hea"), named(Language::hmq, "hmq"),
                     named(Language::hms, "hms"), named(Language::doc, "doc"), named(Language::kmc, "kmc"));
}

Text label_of(Language language);  // 苗语（黔东南部）

inline constexpr std::size_t longest_title = 60;
inline constexpr std::size_t longest_text = 5000;
inline constexpr std::size_t longest_contact = 100;
inline constexpr std::size_t longest_speaker = 40;
inline constexpr std::size_t longest_transcript = 5000;

// A row of `notice`.
struct NoticeRow {
  Id id;
  Id unit_id;
  std::optional<Id> county_id;
  NoticeKind kind = NoticeKind::affairs;
  std::string title;
  std::string text;     // paragraphs, one in a line
  Date from_on;         // first day on which it hangs out
  Date until_on;        // last day
  std::string contact;  // whom to ask
  std::string state;
  std::int64_t version = 1;
  Instant made_at;
  std::optional<Instant> published_at;
  std::optional<Instant> ended_at;  // withdrawn, expired or discarded
  bool is_demo = false;
};

constexpr auto describe(Tag<NoticeRow>) {
  return object("NoticeRow", "A notice as stored", field<&NoticeRow::id>("id", "Id"),
                field<&NoticeRow::unit_id>("unit_id", "Whose notice"),
                field<&NoticeRow::county_id>("county_id", "County of the unit"),
                field<&NoticeRow::kind>("kind", "What it is about"), field<&NoticeRow::title>("title", "Title"),
                field<&NoticeRow::text>("text", "Text"), field<&NoticeRow::from_on>("from_on", "First day"),
                field<&NoticeRow::until_on>("until_on", "Last day"),
                field<&NoticeRow::contact>("contact", "Whom to ask"), field<&NoticeRow::state>("state", "State"),
                field<&NoticeRow::version>("version", "Version"), field<&NoticeRow::made_at>("made_at", "Made at"),
                field<&NoticeRow::published_at>("published_at", "Published at"),
                field<&NoticeRow::ended_at>("ended_at", "Withdrawn, expired or discarded at"),
                field<&NoticeRow::is_demo>("is_demo", "Made-up data of the demo"));
}

// A row of `notice_recording`. The sound itself is an attachment.
struct RecordingRow {
  Id id;
  Id notice_id;
  Id attachment_id;
  std::string sha256;
  std::string media_type;
  std::int64_t milliseconds = 0;
  Language language = Language::zh;
  std::string speaker;  // shown to everyone, with their consent
  Date consented_on;    // the day on which the speaker agreed that it is published
  std::string transcript;
  Instant added_at;
};

constexpr auto describe(Tag<RecordingRow>) {
  return object("RecordingRow", "A recording as stored", field<&RecordingRow::id>("id", "Id"),
                field<&RecordingRow::notice_id>("notice_id", "The notice"),
                field<&RecordingRow::attachment_id>("attachment_id", "The file"),
                field<&RecordingRow::sha256>("sha256", "Hash of the file"),
                field<&RecordingRow::media_type>("media_type", "What the file is"),
                field<&RecordingRow::milliseconds>("milliseconds", "How long it lasts"),
                field<&RecordingRow::language>("language", "What is spoken"),
                field<&RecordingRow::speaker>("speaker", "Who speaks"),
                field<&RecordingRow::consented_on>("consented_on", "When the speaker agreed"),
                field<&RecordingRow::transcript>("transcript", "What is said, in Chinese"),
                field<&RecordingRow::added_at>("added_at", "When it was added"));
}

// A recording as everyone hears it.
struct PublicRecording {
  Id id;
  std::string media_type;
  std::int64_t milliseconds = 0;
  Language language = Language::zh;
  std::string speaker;
  std::string transcript;
};

// The address of its sound: "/recordings/<id>.mp3". Loudspeakers go by the ending.
std::string address_of(const PublicRecording& recording);
// 1 分 15 秒; rounded up, so that nothing lasts 0 seconds.
std::string length_zh(std::int64_t milliseconds);
// The same: 1 min 15 s.
std::string length_en(std::int64_t milliseconds);

// A notice as everyone reads it.
struct PublicNotice {
  Id id;
  units::UnitSummary unit;
  NoticeKind kind = NoticeKind::affairs;
  std::string title;
  std::string text;
  Date from_on;
  Date until_on;
  std::string contact;
  bool is_demo = false;
  std::vector<PublicRecording> recordings;
};

// Its paragraphs, without blank ones.
std::vector<std::string_view> paragraphs_of(std::string_view text);

}  // namespace gulou::notices
