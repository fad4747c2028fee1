// Public comments on the plan: anyone may send one, no account needed; the bureau publishes or refuses it. A refusal
// keeps its reason. No address is kept with a comment.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/plan/report.h"

namespace gulou::plan {

// A row of `plan_comment`.
struct CommentRow {
  Id id;
  Id plan_id;
  Id unit_id;          // whose plan it is: who moderates
  std::string clause;  // "" for the plan as a whole
  std::string name;    // as given, may be empty
  std::string text;
  std::string state;
  std::int64_t version = 1;
  Instant sent_at;
  std::optional<Instant> decided_at;
  bool is_demo = false;
};

constexpr auto describe(Tag<CommentRow>) {
  return object(
      "CommentRow", "A comment on the plan", field<&CommentRow::id>("id", "Id"),
      field<&CommentRow::plan_id>("plan_id", "The plan"), field<&CommentRow::unit_id>("unit_id", "Whose plan"),
      field<&CommentRow::clause>("clause", "Clause, or nothing"), field<&CommentRow::name>("name", "Name, or nothing"),
      field<&CommentRow::text>("text", "The comment"), field<&CommentRow::state>("state", "State"),
      field<&CommentRow::version>("version", "Version"), field<&CommentRow::sent_at>("sent_at", "When"),
      field<&CommentRow::decided_at>("decided_at", "Published or refused at"),
      field<&CommentRow::is_demo>("is_demo", "Made-up data of the demo"));
}

struct NewComment {
  std::optional<std::string> clause;
  std::optional<std::string> name;
  std::string text;
};

constexpr auto describe(Tag<NewComment>) {
  return object("NewComment", "A comment on the plan",
                field<&NewComment::clause>("clause", "Clause it is about; none: the plan as a whole").max_length(8),
                field<&NewComment::name>("name", "Name to show; none: anonymous").max_length(20),
                field<&NewComment::text>("text", "The comment").min_length(2).max_length(500));
}

// As everyone sees it.
struct PublishedComment {
  std::string clause;
  std::string name;
  std::string text;
  Instant sent_at;
  bool demo = false;
};

constexpr auto describe(Tag<PublishedComment>) {
  return object(
      "PublishedComment", "A published comment", field<&PublishedComment::clause>("clause", "Clause, or nothing"),
      field<&PublishedComment::name>("name", "Name, or nothing"), field<&PublishedComment::text>("text", "The comment"),
      field<&PublishedComment::sent_at>("sent_at", "When"),
      field<&PublishedComment::demo>("demo", "Made-up data of the demo"));
}

struct PublishedComments {
  std::int64_t count = 0;
  std::vector<PublishedComment> comments;
};

constexpr auto describe(Tag<PublishedComments>) {
  return object("PublishedComments", "What people say of the plan",
                field<&PublishedComments::count>("count", "How many"),
                field<&PublishedComments::comments>("comments", "Newest first, 100 at most").max_length(100));
}

// What the sender gets.
struct Received {
  bool received = false;
};

constexpr auto describe(Tag<Received>) {
  return object("Received", "It has arrived, and will be looked at",
                field<&Received::received>("received", "Always true"));
}

// As the moderator sees it.
struct Comment {
  Id id;
  std::int64_t year = 0;
  std::string clause;
  std::string name;
  std::string text;
  std::string state;
  std::string state_zh;
  std::string state_en;
  std::int64_t version = 0;
  Instant sent_at;
  std::optional<Instant> decided_at;
  std::vector<workflow::OfferedAction> actions;
  std::vector<workflow::HistoryLine> history;
};

constexpr auto describe(Tag<Comment>) {
  return object("Comment", "A comment with its moderation", field<&Comment::id>("id", "Id"),
                field<&Comment::year>("year", "Of the plan"), field<&Comment::clause>("clause", "Clause, or nothing"),
                field<&Comment::name>("name", "Name, or nothing"), field<&Comment::text>("text", "The comment"),
                field<&Comment::state>("state", "State"), field<&Comment::state_zh>("state_zh", "State in Chinese"),
                field<&Comment::state_en>("state_en", "State in English"),
                field<&Comment::version>("version", "Send it back with an action"),
                field<&Comment::sent_at>("sent_at", "When"),
                field<&Comment::decided_at>("decided_at", "Published or refused at"),
                field<&Comment::actions>("actions", "What the caller may do now"),
                field<&Comment::history>("history", "Oldest first"));
}

struct CommentList {
  std::vector<Comment> comments;
  bool more = false;
};

constexpr auto describe(Tag<CommentList>) {
  return object("CommentList", "Comments to moderate",
                field<&CommentList::comments>("comments", "Waiting ones first, oldest first").max_length(100),
                field<&CommentList::more>("more", "There are more"));
}

extern const db::Table comment_table;
const workflow::Machine& comment_machine();
std::vector<access::Permission> comment_permissions();

// Takes a comment, to be moderated. Field errors "/clause" "unknown_clause", "/text" "required".
Result<Id> send_comment(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                        const Plan& plan, const NewComment& wanted, bool is_demo = false);
// publish, refuse (with a reason) or take back what was published (with a reason).
Result<void> moderate_comment(db::Transaction& tx, const ModuleContext& context, const access::Caller& caller,
                              const Id& id, std::string_view action, const ActOn& act);
// `clause` "" for all.
Result<PublishedComments> published_comments(db::Reader& reader, const Id& plan_id, std::string_view clause);

// May an address send one more? Kept in memory alone, by a hash that dies with the process.
Result<void> admit_comment_from(const net::Request& request, const Clock& clock);

void register_comment_routes(net::Router& router, const ModuleContext& context);

}  // namespace gulou::plan
