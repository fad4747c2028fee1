#include <fmt/format.h>

#include "base/json.h"
#include "spine/access/accounts.h"
#include "spine/access/api.h"
#include "spine/access/api_model.h"
#include "spine/access/caller.h"
#include "spine/access/passwords.h"
#include "spine/access/person.h"
#include "spine/access/post_move.h"
#include "spine/access/tries.h"
#include "spine/units/queries.h"
#include "spine/workflow/once.h"

namespace gulou::access {
namespace {

using net::Request;
using net::Response;

constexpr std::size_t accounts_per_answer = 100;

PostUnit short_unit(const units::UnitSummary& unit) { return {unit.code, unit.name, unit.level}; }

Result<Id> id_in(const Request& request) {
  const auto id = Id::parse(request.parameter("id"));
  if (!id) return fail(not_found_error({"没有这条记录。", "There is no such record."}));
  return *id;
}

bool is_factor_demanded(const Policy& limits, std::vector<HeldPost> posts, Date today) {
  std::erase_if(posts, [&](const HeldPost& post) { return !is_in_force(post, today); });
  return is_second_factor_demanded(limits, posts);
}

Result<AccountAnswer> full_answer(db::Reader& reader, const Clock& clock, const Caller& caller, const Id& id) {
  const auto found = TRY(account(reader, id));
  const auto unit = TRY(units::by_id(reader, found.unit_id));
  const auto posts = TRY(posts_of(reader, id));
  const auto limits = TRY(policy(reader));
  auto answer = answer_of(found, short_unit(unit), posts, clock.today());
  answer.paused_until = TRY(pause_of(reader, limits, found.folded_name, clock.now())).until;
  if (found.state == AccountState::must_change_password) answer.password_until = TRY(handed_out_until(reader, id));
  answer.password_lapsed = is_lapsed(found, answer.password_until, clock.now());
  answer.second_factor_since = found.second_factor_since;
  answer.second_factor_demanded = is_factor_demanded(limits, posts, clock.today());
  if (const auto reset = TRY(waiting_or_lapsed(reader, clock, id)))
    answer.factor_reset = TRY(answer_of(reader, clock, caller, *reset));
  for (const auto& each : TRY(accounts_of_person(reader, id))) {
    if (each == id) continue;
    auto name = TRY(account(reader, each)).name;
    answer.also.push_back({each, std::move(name)});
  }
  return answer;
}

// The subtree to list: the caller's own, or that of ?unit= within it.
Result<std::string> listed_subtree(db::Reader& reader, const Request& request) {
  auto subtree = TRY(allowed_subtree(reader, caller_of(request), accounts_read));
  const auto code = request.query_value("unit");
  if (code.empty()) return subtree;
  const auto unit = TRY(units::by_code(reader, code));
  if (!units::within(unit.path, subtree)) return fail(outside_subtree());
  return unit.path;
}

Result<Response> get_accounts(const ModuleContext& context, const Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    const auto subtree = TRY(listed_subtree(reader, request));
    static const std::string sql = fmt::format(
        "SELECT {} FROM account a JOIN unit u ON u.id = a.unit_id WHERE u.path >= $1 AND u.path < $2 "
        "AND a.folded_name > $3 ORDER BY a.folded_name LIMIT $4",
        account_columns);
    const auto found = TRY(reader.all<Account>(sql, subtree, units::subtree_end(subtree), request.query_value("after"),
                                               accounts_per_answer + 1));
    AccountList list;
    for (const auto& each : found) {
      if (list.accounts.size() == accounts_per_answer) {
        list.next = found[accounts_per_answer - 1].folded_name;
        break;
      }
      list.accounts.push_back(TRY(full_answer(reader, context.clock, caller_of(request), each.id)));
    }
    return net::json_reply(json::write(list));
  });
}

Result<Response> get_account(const ModuleContext& context, const Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    const auto found = TRY(account(reader, TRY(id_in(request))));
    TRY(require(reader, caller_of(request), accounts_read, TRY(units::by_id(reader, found.unit_id))));
    return net::json_reply(json::write(TRY(full_answer(reader, context.clock, caller_of(request), found.id))));
  });
}

Result<Response> post_account(const ModuleContext& context, const Request& request) {
  const auto wanted = TRY(json::read<NewAccount>(request.body));
  const auto password = TRY(one_time_password());
  return workflow::write_secret_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    const auto made = TRY(create_account(tx, context.clock, caller_of(request), wanted, password.hash));
    return net::json_reply(
        json::write(CreatedAccount{TRY(full_answer(tx, context.clock, caller_of(request), made.id)), password.plain}),
        201);
  });
}

Result<Response> post_reset(const ModuleContext& context, const Request& request) {
  const auto id = TRY(id_in(request));
  const auto password = TRY(one_time_password());
  return workflow::write_secret_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    TRY(reset_password(tx, context.clock, caller_of(request), id, password.hash));
    return net::json_reply(json::write(PasswordHandedOut{password.plain}));
  });
}

// Locks or unlocks, and answers with the account as it is then.
Result<Response> change_state(const ModuleContext& context, const Request& request,
                              Result<void> (*change)(db::Transaction&, const Clock&, const Caller&, const Id&)) {
  const auto id = TRY(id_in(request));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    TRY(change(tx, context.clock, caller_of(request), id));
    return net::json_reply(json::write(TRY(full_answer(tx, context.clock, caller_of(request), id))));
  });
}

Result<Response> post_lock(const ModuleContext& context, const Request& request) {
  return change_state(context, request, &lock_account);
}

Result<Response> post_unlock(const ModuleContext& context, const Request& request) {
  return change_state(context, request, &unlock_account);
}

Result<Response> post_end_sessions(const ModuleContext& context, const Request& request) {
  return change_state(context, request, &end_sessions_of);
}

Result<Response> post_person(const ModuleContext& context, const Request& request) {
  const auto id = TRY(id_in(request));
  const auto same = TRY(json::read<SamePerson>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    TRY(set_person(tx, context.clock, caller_of(request), id, same));
    return net::json_reply(json::write(TRY(full_answer(tx, context.clock, caller_of(request), id))));
  });
}

Result<Response> post_factor_reset(const ModuleContext& context, const Request& request) {
  const auto id = TRY(id_in(request));
  const auto wanted = TRY(json::read<AskFactorReset>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    TRY(ask_factor_reset(tx, context.clock, caller_of(request), id, wanted));
    return net::json_reply(json::write(TRY(full_answer(tx, context.clock, caller_of(request), id))), 201);
  });
}

Result<Response> post_release(const ModuleContext& context, const Request& request) {
  return change_state(context, request, &release_account);
}

Result<Response> post_post(const ModuleContext& context, const Request& request) {
  const auto id = TRY(id_in(request));
  const auto wanted = TRY(json::read<NewPost>(request.body));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    const auto granted = TRY(grant_post(tx, context.clock, caller_of(request), id, wanted));
    return net::json_reply(json::write(answer_of(granted, context.clock.today())), 201);
  });
}

Result<Response> delete_post(const ModuleContext& context, const Request& request) {
  const auto id = TRY(id_in(request));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    TRY(revoke_post(tx, context.clock, caller_of(request), id));
    return Response{.status = 204, .headers = {}, .body = {}};
  });
}

Result<Response> get_left_posts(const ModuleContext& context, const Request& request) {
  return context.database.read([&](db::Reader& reader) -> Result<Response> {
    return net::json_reply(json::write(TRY(left_posts(reader, context.clock, caller_of(request)))));
  });
}

Result<Response> post_move(const ModuleContext& context, const Request& request) {
  const auto id = TRY(id_in(request));
  return workflow::write_once(context, request, [&](db::Transaction& tx) -> Result<Response> {
    const auto moved = TRY(move_post(tx, context.clock, caller_of(request), id));
    return net::json_reply(json::write(answer_of(moved, context.clock.today())), 201);
  });
}

}  // namespace

PostAnswer answer_of(const HeldPost& post, Date today) {
  return {.id = post.id,
          .role = post.role,
          .unit = short_unit(unit_of(post)),
          .valid_from = post.valid_from,
          .valid_to = post.valid_to,
          .in_force = is_in_force(post, today)};
}

AccountAnswer answer_of(const Account& account, PostUnit unit, const std::vector<HeldPost>& posts, Date today) {
  AccountAnswer answer{.id = account.id,
                       .name = account.name,
                       .display_name = account.display_name,
                       .state = account.state,
                       .locked_why = account.locked_why,
                       .unit = std::move(unit),
                       .created_at = account.created_at,
                       .signed_in_at = account.signed_in_at,
                       .wrong_tries = account.wrong_tries,
                       .wrong_at = account.wrong_at};
  for (const auto& post : posts) answer.posts.push_back(answer_of(post, today));
  return answer;
}

void register_account_routes(net::Router& router, const ModuleContext& context) {
  const auto add = [&](net::Method method, std::string pattern, std::string_view permission, std::string summary,
                       const TypeInfo* takes, const TypeInfo* gives, int success,
                       Result<Response> (*handler)(const ModuleContext&, const Request&)) {
    net::Route route{.method = method,
                     .pattern = std::move(pattern),
                     .permission = std::string(permission),
                     .summary = std::move(summary),
                     .tags = {"accounts"},
                     .takes = takes,
                     .gives = gives,
                     .success = success,
                     .handler = [context, handler](const Request& request) { return handler(context, request); }};
    // Whatever gives power or a password away. What only takes away (a lock, the end of sessions) must be quick.
    route.step_up = (permission == posts_grant && method != net::Method::get) || gives == &type_of<CreatedAccount>() ||
                    gives == &type_of<PasswordHandedOut>() || route.pattern.ends_with("/unlock") ||
                    route.pattern.ends_with("/release") || route.pattern.ends_with("/person") ||
                    route.pattern.ends_with("/factor-reset");
    if (route.pattern == "/api/accounts" && method == net::Method::get)
      route.query = {{"unit", "12-digit code: only accounts kept there and below"},
                     {"after", "`next` of the answer before"}};
    router.add(std::move(route));
  };
  const auto get = net::Method::get;
  const auto post = net::Method::post;
  add(get, "/api/accounts", accounts_read, "Accounts kept at and below the own unit", nullptr, &type_of<AccountList>(),
      200, &get_accounts);
  add(get, "/api/accounts/{id}", accounts_read, "An account and its posts", nullptr, &type_of<AccountAnswer>(), 200,
      &get_account);
  add(post, "/api/accounts", accounts_manage, "Make an account, with a password for its first sign-in",
      &type_of<NewAccount>(), &type_of<CreatedAccount>(), 201, &post_account);
  add(post, "/api/accounts/{id}/reset-password", accounts_manage, "Hand out a new password for one sign-in", nullptr,
      &type_of<PasswordHandedOut>(), 200, &post_reset);
  add(post, "/api/accounts/{id}/lock", accounts_manage, "Lock an account and end its sessions", nullptr,
      &type_of<AccountAnswer>(), 200, &post_lock);
  add(post, "/api/accounts/{id}/unlock", accounts_manage, "Unlock an account; its owner chooses a new password",
      nullptr, &type_of<AccountAnswer>(), 200, &post_unlock);
  add(post, "/api/accounts/{id}/person", accounts_manage, "Say that two accounts are one person's",
      &type_of<SamePerson>(), &type_of<AccountAnswer>(), 200, &post_person);
  add(post, "/api/accounts/{id}/factor-reset", factors_reset,
      "Ask for the second factor of an account to be reset; another person confirms", &type_of<AskFactorReset>(),
      &type_of<AccountAnswer>(), 201, &post_factor_reset);
  add(post, "/api/accounts/{id}/end-sessions", accounts_manage, "Sign an account out everywhere", nullptr,
      &type_of<AccountAnswer>(), 200, &post_end_sessions);
  add(post, "/api/accounts/{id}/release", accounts_manage, "End the pause after wrong tries", nullptr,
      &type_of<AccountAnswer>(), 200, &post_release);
  add(post, "/api/accounts/{id}/posts", posts_grant, "Grant a role at a unit", &type_of<NewPost>(),
      &type_of<PostAnswer>(), 201, &post_post);
  add(get, "/api/posts/withdrawn", posts_grant, "Posts at units that are no more", nullptr, &type_of<LeftPostList>(),
      200, &get_left_posts);
  add(post, "/api/posts/{id}/move", posts_grant, "Move a post at a unit that is no more to the unit that took over",
      nullptr, &type_of<PostAnswer>(), 201, &post_move);
  add(net::Method::del, "/api/posts/{id}", posts_grant, "End a post today", nullptr, nullptr, 204, &delete_post);
}

}  // namespace gulou::access
