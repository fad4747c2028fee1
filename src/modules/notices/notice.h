// Notices: a village, township, county or the prefecture writes one, publishes it for some days, and it is taken down
// when they are over, or withdrawn before. What was taken down stays on record.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/notices/model.h"
#include "spine/access/caller.h"
#include "spine/access/permission.h"
#include "spine/documents/attachment.h"
#include "spine/module.h"
#include "spine/workflow/perform.h"

namespace gulou::notices {

inline constexpr std::string_view read_permission = "notices.read";
inline constexpr std::string_view write_permission = "notices.write";

struct NewNotice {
  std::string unit;
  NoticeKind kind = NoticeKind::affairs;
  std::string title;
  std::string text;
  Date from_on;
  Date until_on;
  std::optional<std::string> contact;
};

constexpr auto describe(Tag<NewNotice>) {
  return object("NewNotice", "A notice to begin", field<&NewNotice::unit>("unit", "12-digit code: whose notice"),
                field<&NewNotice::kind>("kind", "What it is about"),
                field<&NewNotice::title>("title", "Title").min_length(2).max_length(longest_title),
                field<&NewNotice::text>("text", "Text, a paragraph in a line").min_length(2).max_length(longest_text),
                field<&NewNotice::from_on>("from_on", "First day on which it hangs out"),
                field<&NewNotice::until_on>("until_on", "Last day"),
                field<&NewNotice::contact>("contact", "Whom to ask").max_length(longest_contact));
}

struct WriteNotice {
  std::int64_t version = 0;
  NoticeKind kind = NoticeKind::affairs;
  std::string title;
  std::string text;
  Date from_on;
  Date until_on;
  std::optional<std::string> contact;
};

constexpr auto describe(Tag<WriteNotice>) {
  return object("WriteNotice", "A draft's content", field<&WriteNotice::version>("version", "The version seen"),
                field<&WriteNotice::kind>("kind", "What it is about"),
                field<&WriteNotice::title>("title", "Title").min_length(2).max_length(longest_title),
                field<&WriteNotice::text>("text", "Text, a paragraph in a line").min_length(2).max_length(longest_text),
                field<&WriteNotice::from_on>("from_on", "First day on which it hangs out"),
                field<&WriteNotice::until_on>("until_on", "Last day"),
                field<&WriteNotice::contact>("contact", "Whom to ask").max_length(longest_contact));
}

struct ActOnNotice {
  std::int64_t version = 0;
  std::optional<std::string> reason;
};

constexpr auto describe(Tag<ActOnNotice>) {
  return object("ActOnNotice", "An action on a notice", field<&ActOnNotice::version>("version", "The version seen"),
                field<&ActOnNotice::reason>("reason", "Why, where the action asks it").max_length(500));
}

extern const db::Table notice_table;
const workflow::Machine& notice_machine();
std::vector<access::Permission> notice_permissions();

// A draft. Errors: what workflow::permit gives; fields "/title", "/text" "required", "/until_on" "until_before_from".
Result<Id> begin_notice(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                        const NewNotice& wanted, bool is_demo = false);
Result<void> write_notice(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller, const Id& id,
                          const WriteNotice& written);
// publish ("/until_on" "until_in_the_past"), withdraw (with a reason), discard.
Result<void> act_on_notice(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                           const Id& id, std::string_view action, const ActOnNotice& act);
// Takes down what hung out to its last day. How many.
Result<std::int64_t> expire_notices(const ModuleContext& context);

// Errors: not_found.
Result<NoticeRow> find_notice(db::Reader& reader, const Id& id);

}  // namespace gulou::notices
