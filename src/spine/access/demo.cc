#include "spine/access/demo.h"

#include <algorithm>
#include <array>

#include "base/json.h"
#include "net/address.h"
#include "spine/access/accounts.h"
#include "spine/access/api.h"
#include "spine/access/api_model.h"
#include "spine/access/gate.h"
#include "spine/access/session_parts.h"
#include "spine/access/sessions.h"
#include "spine/settings/settings.h"
#include "spine/units/division_kind.h"
#include "spine/units/queries.h"

namespace gulou::access {
namespace {

constexpr std::string_view mark = "demo.people";

struct Person {
  std::string_view name;
  std::string_view display_name;  // plants, so that nobody is meant
  Role role;
  // Which unit: a code, or the first village below Kaili and the township it lies in.
  std::string_view unit;
};

constexpr std::string_view some_village = "village";
constexpr std::string_view its_township = "township";
constexpr std::string_view kaili = "522601000000";
constexpr std::string_view prefecture = "522600000000";

constexpr auto people = std::to_array<Person>({
    {"demo.bureau", "演示·石榴花", Role::prefecture_bureau, prefecture},
    {"demo.kaili", "演示·杨梅红", Role::county_bureau, kaili},
    {"demo.huangping", "演示·枇杷黄", Role::county_bureau, "522622000000"},
    {"demo.township", "演示·金银花", Role::township, its_township},
    {"demo.village", "演示·白果树", Role::village_committee, some_village},
    {"demo.supervision", "演示·青冈木", Role::village_supervision, some_village},
    {"demo.system", "演示·映山红", Role::system_administrator, prefecture},
    {"demo.security", "演示·蒲公英", Role::security_administrator, prefecture},
    {"demo.auditor", "演示·车前草", Role::auditor, prefecture},
});

// Villagers' committees have 200 and more in the last three digits of their code (统计用区划代码编制规则), residents'
// committees less.
bool is_rural(const units::UnitSummary& village) {
  return units::kind_of_code(village.code, village.level) == units::DivisionKind::villagers;
}

// The unit of a code, or nothing if the tree has none.
Result<std::optional<units::UnitSummary>> unit_if_there(db::Reader& reader, std::string_view code) {
  auto unit = units::by_code(reader, code);
  if (unit) return std::optional(std::move(*unit));
  if (unit.error().kind == ErrorKind::not_found) return std::optional<units::UnitSummary>();
  return fail(std::move(unit).error());
}

struct Places {
  std::optional<units::UnitSummary> village;
  std::optional<units::UnitSummary> township;
};

Result<Places> find_places(db::Reader& reader) {
  Places places;
  const auto county = TRY(unit_if_there(reader, kaili));
  if (!county) return places;
  const auto villages = TRY(units::descendants(reader, *county, units::Level::village));
  if (villages.empty()) return places;
  const auto rural = std::ranges::find_if(villages, &is_rural);
  places.village = rural == villages.end() ? villages.front() : *rural;
  places.township = TRY(units::ancestors(reader, *places.village)).back();
  return places;
}

Result<std::optional<units::UnitSummary>> place_of(db::Reader& reader, const Person& person, const Places& places) {
  if (person.unit == some_village) return places.village;
  if (person.unit == its_township) return places.township;
  return unit_if_there(reader, person.unit);
}

Role role_at(const Person& person, const units::UnitSummary& unit) {
  const bool community = person.role == Role::village_supervision && !is_rural(unit);
  return community ? Role::community_supervision : person.role;
}

struct DemoPerson {
  std::string account;
  std::string display_name;
  Role role = Role::resident;
  std::string zh;
  std::string en;
  PostUnit unit = {};
};
constexpr auto describe(Tag<DemoPerson>) {
  return object("DemoPerson", "A made-up person to sign in as", field<&DemoPerson::account>("account", "Login name"),
                field<&DemoPerson::display_name>("display_name", "Shown name"),
                field<&DemoPerson::role>("role", "Role"), field<&DemoPerson::zh>("zh", "The role in Chinese"),
                field<&DemoPerson::en>("en", "The role in English"), field<&DemoPerson::unit>("unit", "At which unit"));
}

struct DemoPeople {
  std::vector<DemoPerson> roles;
};
constexpr auto describe(Tag<DemoPeople>) {
  return object("DemoPeople", "Whom to sign in as", field<&DemoPeople::roles>("roles", "From the top down"));
}

struct DemoChoice {
  std::string account;
};
constexpr auto describe(Tag<DemoChoice>) {
  return object("DemoChoice", "Whom to sign in as",
                field<&DemoChoice::account>("account", "Login name, from /api/demo/roles").max_length(100));
}

bool is_local_host(std::string_view host) {
  for (const std::string_view name : {"localhost", "127.0.0.1", "[::1]"}) {
    if (!host.starts_with(name)) continue;
    const auto port = host.substr(name.size());
    if (port.empty()) return true;
    if (port.starts_with(':') && port.size() > 1 && port.find_first_not_of("0123456789", 1) == std::string_view::npos)
      return true;
  }
  return false;
}

Result<void> check_local(const net::Request& request) {
  const bool forwarded = std::ranges::any_of(request.headers, [](const auto& header) {
    return header.first == "forwarded" || header.first.starts_with("x-forwarded-");
  });
  if (!forwarded && net::is_loopback(request.client) && is_local_host(request.header("host"))) return {};
  return fail({.kind = ErrorKind::forbidden,
               .code = "demo_local_only",
               .message = {"演示登录只能在本机直接使用。", "The demo's sign-in works on this machine alone."}});
}

Result<net::Response> get_people(const ModuleContext& context, const net::Request& request) {
  TRY(check_local(request));
  return context.database.read([&](db::Reader& reader) -> Result<net::Response> {
    DemoPeople list;
    for (const auto& person : people) {
      const auto account = TRY(account_named(reader, person.name));
      if (!account) continue;
      const auto posts = TRY(posts_of(reader, account->id));
      const auto post =
          std::ranges::find_if(posts, [&](const HeldPost& each) { return is_in_force(each, context.clock.today()); });
      if (post == posts.end()) continue;
      const auto& role = info_of(post->role).name;
      list.roles.push_back({.account = account->name,
                            .display_name = account->display_name,
                            .role = post->role,
                            .zh = role.zh,
                            .en = role.en,
                            .unit = {post->unit_code, post->unit_name, post->unit_level}});
    }
    return net::json_reply(json::write(list));
  });
}

Result<net::Response> post_session(const ModuleContext& context, const net::Request& request) {
  TRY(check_local(request));
  if (origin_of(request) == Origin::other) return fail(cross_site());
  const auto choice = TRY(json::read<DemoChoice>(request.body));
  const auto token = TRY(context.database.write([&](db::Transaction& tx) -> Result<std::string> {
    const auto account = TRY(account_named(tx, choice.account));
    const bool made_up = account && std::ranges::find(people, account->name, &Person::name) != people.end();
    if (!made_up || account->state != AccountState::active)
      return fail(not_found_error({"没有这个演示账号。", "There is no such demo account."}));
    return begin_session(tx, context.clock, request, *account, "demo");
  }));
  return signed_in_reply(context, request, token);
}

// The people of a demo have no password to prove themselves with; whoever could sign in as them may confirm.
Result<net::Response> post_proof(const ModuleContext& context, const net::Request& request) {
  TRY(check_local(request));
  const auto token = session_token(request);
  TRY(context.database.write([&](db::Transaction& tx) -> Result<void> {
    const auto open = TRY(open_session(tx, context.clock, token));
    if (open && open->need == Need::code) return fail(code_wanted());
    if (!open || open->session.opened_by != "demo")
      return fail(not_found_error({"这不是演示登录。", "This is no session of the demo."}));
    return note_proof(tx, context.clock, caller_of(request), "demo");
  }));
  return signed_in_reply(context, request, token);
}

}  // namespace

Result<std::int64_t> load_demo_people(db::Transaction& tx, const Clock& clock, const std::string& password_hash) {
  if (TRY(tx.integer("SELECT count(*) FROM account")).value_or(0) > 0)
    return fail({.kind = ErrorKind::conflict,
                 .code = "demo_over_real",
                 .message = {"已有账号，不能再加示例数据。", "There are accounts; demo data must not mix with them."}});
  const auto caller = operator_on_shell(clock);
  const auto places = TRY(find_places(tx));
  std::int64_t count = 0;
  for (const auto& person : people) {
    const auto unit = TRY(place_of(tx, person, places));
    if (!unit) continue;
    const NewAccount wanted{std::string(person.name), std::string(person.display_name), unit->code};
    const auto made = TRY(create_account(tx, clock, caller, wanted, password_hash));
    TRY(grant_post(tx, clock, caller, made.id, {.role = role_at(person, *unit), .unit = unit->code}));
    // Nobody knows the password, so nobody could choose another one first.
    TRY(tx.execute("UPDATE account SET state = $1 WHERE id = $2", AccountState::active, made.id));
    ++count;
  }
  TRY(settings::set(tx, clock, actor_of(caller), mark, "yes"));
  return count;
}

Result<bool> is_demo(db::Reader& reader) { return TRY(settings::get(reader, mark)).has_value(); }

void register_demo_routes(net::Router& router, const ModuleContext& context) {
  router.add(net::Route{.pattern = "/api/demo/roles",
                        .permission = std::string(net::public_route),
                        .summary = "Demo data folders on this machine only: whom to sign in as",
                        .tags = {"demo"},
                        .gives = &type_of<DemoPeople>(),
                        .query = {},
                        .handler = [context](const net::Request& request) { return get_people(context, request); }});
  router.add(net::Route{.method = net::Method::post,
                        .pattern = "/api/demo/session",
                        .permission = std::string(net::public_route),
                        .summary = "Demo data folders on this machine only: sign in without a password",
                        .tags = {"demo"},
                        .takes = &type_of<DemoChoice>(),
                        .gives = &type_of<SessionAnswer>(),
                        .query = {},
                        .handler = [context](const net::Request& request) { return post_session(context, request); }});
  router.add(net::Route{.method = net::Method::post,
                        .pattern = "/api/demo/proof",
                        .permission = std::string(arriving),
                        .summary = "Demo data folders on this machine only: confirm instead of giving a password",
                        .tags = {"demo"},
                        .gives = &type_of<SessionAnswer>(),
                        .query = {},
                        .handler = [context](const net::Request& request) { return post_proof(context, request); }});
}

}  // namespace gulou::access
