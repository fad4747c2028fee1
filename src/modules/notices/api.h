// Notices over HTTP. Public pages are the portal's; here are the desk's routes, the sound itself, the paper for the
// board and the list for the loudspeaker.
#pragma once

#include "modules/notices/recording.h"
#include "net/router.h"

namespace gulou::notices {

struct NoticeUnit {
  std::string code;
  std::string name;
  units::Level level = units::Level::province;
};

constexpr auto describe(Tag<NoticeUnit>) {
  return object("NoticeUnit", "Whose notice it is", field<&NoticeUnit::code>("code", "12-digit code"),
                field<&NoticeUnit::name>("name", "Name"), field<&NoticeUnit::level>("level", "Level"));
}

struct Notice {
  Id id;
  NoticeUnit unit;
  NoticeKind kind = NoticeKind::affairs;
  std::string kind_zh;
  std::string kind_en;
  std::string title;
  std::string text;
  Date from_on;
  Date until_on;
  std::string contact;
  std::string state;
  std::string state_zh;
  std::string state_en;
  bool shown = false;
  std::int64_t recordings = 0;
  std::int64_t version = 0;
  Instant made_at;
  std::optional<Instant> published_at;
  std::optional<Instant> ended_at;
  bool demo = false;
  std::vector<workflow::OfferedAction> actions;
};

constexpr auto describe(Tag<Notice>) {
  return object("Notice", "A notice", field<&Notice::id>("id", "Id"), field<&Notice::unit>("unit", "Whose notice"),
                field<&Notice::kind>("kind", "What it is about"), field<&Notice::kind_zh>("kind_zh", "In Chinese"),
                field<&Notice::kind_en>("kind_en", "In English"), field<&Notice::title>("title", "Title"),
                field<&Notice::text>("text", "Text, a paragraph in a line").max_length(longest_text),
                field<&Notice::from_on>("from_on", "First day on which it hangs out"),
                field<&Notice::until_on>("until_on", "Last day"), field<&Notice::contact>("contact", "Whom to ask"),
                field<&Notice::state>("state", "State"), field<&Notice::state_zh>("state_zh", "State in Chinese"),
                field<&Notice::state_en>("state_en", "State in English"),
                field<&Notice::shown>("shown", "Everyone sees it now, at /notices/{id}"),
                field<&Notice::recordings>("recordings", "How many recordings it has"),
                field<&Notice::version>("version", "Send it back with an action"),
                field<&Notice::made_at>("made_at", "Made at"),
                field<&Notice::published_at>("published_at", "Published at"),
                field<&Notice::ended_at>("ended_at", "Withdrawn, expired or discarded at"),
                field<&Notice::demo>("demo", "Made-up data of the demo"),
                field<&Notice::actions>("actions", "What the caller may do now"));
}

struct NoticeList {
  std::vector<Notice> notices;
  bool more = false;
};

constexpr auto describe(Tag<NoticeList>) {
  return object(
      "NoticeList", "Notices",
      field<&NoticeList::notices>("notices", "Drafts first, then what hangs out, then what is over").max_length(100),
      field<&NoticeList::more>("more", "There are more"));
}

struct NoticeDetail {
  Notice notice;
  bool may_record = false;
  std::vector<Recording> recordings;
  std::vector<documents::AttachmentSummary> files;
  std::vector<workflow::HistoryLine> history;
};

constexpr auto describe(Tag<NoticeDetail>) {
  return object("NoticeDetail", "A notice with its recordings and its history",
                field<&NoticeDetail::notice>("notice", "The notice"),
                field<&NoticeDetail::may_record>("may_record", "The caller may add and remove recordings now"),
                field<&NoticeDetail::recordings>("recordings", "In the order in which they are played"),
                field<&NoticeDetail::files>("files", "Files that were sent, and nobody said what they are"),
                field<&NoticeDetail::history>("history", "Oldest first"));
}

void register_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::notices
