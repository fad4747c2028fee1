// Controls of docs/security.md that concern every route alike, tried against the whole application: a route that a
// module adds tomorrow is tried as well. Each test is named after its control.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <thread>

#include "app/application.h"
#include "app/commands.h"
#include "base/json.h"
#include "crypto/hash.h"
#include "db/testing.h"
#include "net/answer.h"
#include "net/api_document.h"
#include "net/target.h"
#include "spine/access/role.h"
#include "spine/access/testing.h"
#include "spine/journal/model.h"

namespace gulou {
namespace {

using access::Role;
using net::Method;

constexpr std::string_view tree =
    "code,name,parent_code,level\n"
    "520000000000,贵州省,,province\n"
    "522600000000,黔东南州,520000000000,prefecture\n"
    "522601000000,凯里市,522600000000,county\n"
    "522601001000,城西街道,522601000000,township\n"
    "522601001001,甲村,522601001000,village\n";

template <class T>
T must(Result<T> result) {
  EXPECT_TRUE(result) << describe_error(result.error()) << result.error().internal.value;
  if (!result) std::abort();  // nothing after this could mean anything
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

bool is_api(const net::Route& route) { return route.pattern.starts_with("/api/"); }

std::string name_of(const net::Route& route) {
  return fmt::format("{} {}", net::name_of_method(route.method), route.pattern);
}

std::string header_of(const net::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

// What may stand in a parameter of a path without being of any use there.
constexpr std::string_view unknown_id = "01900000-0000-7000-8000-000000000000";

std::string filled(std::string_view pattern, std::string_view with) {
  std::string target;
  bool in_parameter = false;
  for (const char c : pattern) {
    if (c == '{') target += with;
    in_parameter = (in_parameter || c == '{') && c != '}';
    if (!in_parameter && c != '}') target += c;
  }
  return target;
}

// A parameter that exists: a plan's year, a unit's code, a measure.
std::string plausible(const net::Route& route) {
  std::string target = filled(route.pattern, "\x01");
  const auto value =
      route.pattern.find("{year}") != std::string::npos ? "2016"
      : route.pattern.find("units/{code}") != std::string::npos || route.pattern.find("/u/") != std::string::npos
          ? "522601001001"
      : route.pattern.find("measures/{code}") != std::string::npos ? "elections.turnout"
                                                                   : unknown_id.data();
  std::string out;
  for (const char c : target) {
    if (c == '\x01')
      out += value;
    else
      out += c;
  }
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return out;
}

struct RecordId {
  Id id;
};

constexpr auto describe(Tag<RecordId>) {
  return object("RecordId", "A record of a person", field<&RecordId::id>("id", "Id"));
}

class SecurityControls : public testing::Test {
 protected:
  SecurityControls() : application_(must(app::Application::over(db::open_test_database(), clock_, {}, files_))) {
    const auto file = std::filesystem::temp_directory_path() / ("gulou_" + Id::make(1).text() + ".csv");
    std::ofstream(file) << tree;
    must(app::import_divisions_command(*application_, file.string(), *Date::of(2015, 1, 1), false));
    std::filesystem::remove(file);
    must(app::import_plan_command(*application_, GULOU_SOURCE_DIR "/src/modules/plan/testdata/good/small.json"));
  }
  ~SecurityControls() override { std::filesystem::remove_all(files_); }

  db::Database& database() { return application_->database(); }
  const std::vector<net::Route>& routes() const { return application_->router().routes(); }

  // A browser whom the gate takes for someone with that role at that unit.
  access::TestBrowser desk(Role role, std::string_view at) {
    application_->router().set_gate(
        access::gate_of(access::test_caller(database(), clock_, application_->permissions(), role, at)));
    return access::TestBrowser(application_->router());
  }
  access::TestBrowser bureau() { return desk(Role::prefecture_bureau, "522600000000"); }

  std::int64_t count(std::string_view table) {
    return must(database().read([&](db::Reader& reader) -> Result<std::int64_t> {
      return TRY(reader.integer(fmt::format("SELECT count(*) FROM {}", table))).value_or(0);
    }));
  }

  std::filesystem::path files_ =
      std::filesystem::temp_directory_path() / ("gulou_controls_" + crypto::hex(crypto::random_bytes(8)));
  FixedClock clock_{Instant(1'467'340'200'000)};  // 2016-07-01 10:30
  std::unique_ptr<app::Application> application_;
};

TEST_F(SecurityControls, SEC13_every_route_says_who_may_call_it_and_stands_in_the_api_document) {
  const auto document = net::api_document(application_->router());
  const auto& paths = *document.find("paths");
  std::size_t seen = 0;
  for (const auto& route : routes()) {
    EXPECT_FALSE(route.permission.empty()) << name_of(route);
    if (!is_api(route)) continue;
    const auto* path = paths.find(route.pattern);
    ASSERT_TRUE(path) << name_of(route) << " is not in the document";
    std::string method(net::name_of_method(route.method));
    std::ranges::transform(method, method.begin(), [](unsigned char c) { return std::tolower(c); });
    const auto* operation = path->find(method);
    ASSERT_TRUE(operation) << name_of(route) << " is not in the document";
    // An empty `security` says: open to everyone. Nothing else may say so.
    const auto* security = operation->find("security");
    ASSERT_TRUE(security && security->as_list()) << name_of(route);
    EXPECT_EQ(security->as_list()->empty(), route.permission == net::public_route) << name_of(route);
    ++seen;
  }
  EXPECT_GT(seen, 60u);
}

TEST_F(SecurityControls, SEC15_no_answer_but_the_reasoned_look_has_a_number_whole) {
  constexpr std::string_view id_number = "522601199001010029";
  constexpr std::string_view phone = "13800001234";
  auto clerk = desk(Role::village_committee, "522601001001");
  const auto entered =
      clerk.post("/api/people",
                 fmt::format(R"({{"village":"522601001001","person":{{"name":"测试甲","sex":null,"ethnic_code":"06",)"
                             R"("ethnic_text":"","id_number":"{}","phone":"{}","born_on":null,"political":"unknown",)"
                             R"("status":"both","group":null,"household":null,"kinship":null,"arrival":"recorded",)"
                             R"("since":null}}}})",
                             id_number, phone));
  ASSERT_EQ(entered.status, 201) << entered.body;
  const auto shows = [&](const net::Response& response) {
    return response.body.find(id_number) != std::string::npos || response.body.find(phone) != std::string::npos;
  };
  EXPECT_FALSE(shows(entered));
  const auto record =
      must(database().read([](db::Reader& reader) { return reader.first<RecordId>("SELECT id FROM person_record"); }));
  ASSERT_TRUE(record);
  const std::map<units::Level, std::string_view> places{{units::Level::prefecture, "522600000000"},
                                                        {units::Level::county, "522601000000"},
                                                        {units::Level::township, "522601001000"},
                                                        {units::Level::village, "522601001001"}};
  std::size_t asked = 0;
  for (const auto& role : access::all_roles()) {
    const auto place = std::ranges::find_if(role.levels, [&](auto level) { return places.contains(level); });
    auto browser = desk(role.role, places.at(*place));
    for (const auto& route : routes()) {
      if (route.method != Method::get) continue;
      const bool of_person = route.pattern.find("/people/{id}") != std::string::npos;
      const auto response = browser.get(of_person ? filled(route.pattern, record->id.text()) : plausible(route));
      EXPECT_FALSE(shows(response)) << name_of(route) << " as " << gulou::name_of(role.role);
      ++asked;
    }
    EXPECT_FALSE(shows(browser.post("/api/people/search", R"({"at":"522601001001","name":"测试"})")));
  }
  EXPECT_GT(asked, 500u);
  // With a reason, one who may is shown it: so the numbers are there to be seen.
  auto again = desk(Role::village_committee, "522601001001");
  EXPECT_TRUE(shows(again.post(fmt::format("/api/people/{}/look", record->id.text()),
                               R"({"what":"id_number","reason":"核对参保登记"})")));
}

TEST_F(SecurityControls, SEC19_what_an_address_names_cannot_be_guessed) {
  // Of ids made in one millisecond, at least 62 bits are drawn: each is set in about half of them.
  constexpr int many = 2000;
  std::array<int, 16> nibbles{};
  std::set<std::string> tails;
  for (int i = 0; i < many; ++i) {
    const auto text = Id::make(1'467'340'200'000).text();
    tails.insert(text.substr(20));  // the random tail: 3 and 12 hexadecimal digits behind the variant
    for (const char c : text.substr(24)) ++nibbles[static_cast<std::size_t>(c <= '9' ? c - '0' : c - 'a' + 10)];
  }
  EXPECT_EQ(tails.size(), many);
  for (const int seen : nibbles) EXPECT_NEAR(seen, many * 12 / 16, many * 12 / 16 / 5);

  // Neighbours of an id that exists lead nowhere, and do not say that something is near.
  auto browser = bureau();
  const auto asked = browser.post("/api/plans/2016/reports",
                                  R"({"task":"1.1-1","units":["522601000000"],"due_on":"2016-09-30","note":""})");
  ASSERT_EQ(asked.status, 201) << asked.body;
  const auto id = *must(json::parse(asked.body)).find("reports")->as_list()->front().find("id")->as_text();
  EXPECT_EQ(browser.get("/api/reports/" + id).status, 200);
  auto township = desk(Role::township, "522601001000");
  for (int step = 1; step < 16; ++step) {
    auto near = id;
    near.back() =
        "0123456789abcdef"[(std::string_view("0123456789abcdef").find(id.back()) + static_cast<std::size_t>(step)) %
                           16];
    EXPECT_EQ(township.get("/api/reports/" + near).status, 404) << near;
  }
}

TEST_F(SecurityControls, SEC21_no_other_site_is_told_that_it_may_read) {
  auto browser = bureau();
  browser.headers.emplace_back("origin", "https://elsewhere.example");
  for (const auto& route : routes()) {
    const auto response = browser.send(route.method, filled(route.pattern, unknown_id), "{}");
    for (const auto& [name, value] : response.headers)
      EXPECT_FALSE(name.starts_with("Access-Control-")) << name_of(route) << ": " << name << ": " << value;
  }
}

TEST_F(SecurityControls, SEC24_what_is_typed_is_never_sql) {
  constexpr std::array<std::string_view, 14> attacks = {"'",
                                                        "''",
                                                        "' OR '1'='1",
                                                        "\" OR \"1\"=\"1",
                                                        "'; DROP TABLE unit; --",
                                                        "1; DELETE FROM journal_entry",
                                                        "' UNION SELECT name, name, name FROM account --",
                                                        "%' AND 1=(SELECT count(*) FROM account) --",
                                                        "\\'; SELECT pg_sleep(5); --",
                                                        "$1",
                                                        "?1",
                                                        "/* */",
                                                        "%",
                                                        "_"};
  auto browser = bureau();
  const auto before = count("journal_entry");
  // What the server does not even take for an address is refused there (Target.RefusesWhatCanBeReadInTwoWays).
  const auto answer = [&](const std::string& target) {
    return net::read_target(target) ? browser.get(target).status : 400;
  };
  for (const auto& route : routes()) {
    if (route.method != Method::get) continue;
    for (const auto attack : attacks) {
      if (route.pattern.find('{') != std::string::npos) {
        const int status = answer(filled(route.pattern, escaped(attack)));
        EXPECT_TRUE(status >= 400 && status < 500) << name_of(route) << ' ' << attack << ' ' << status;
      }
      for (const auto& [name, meaning] : route.query) {
        const int status = answer(fmt::format("{}?{}={}", plausible(route), name, escaped(attack)));
        EXPECT_LT(status, 500) << name_of(route) << " ?" << name << '=' << attack;
      }
    }
  }
  // As literals they find what is so called, and nothing is called so.
  for (const auto attack : attacks) {
    const auto found = must(json::parse(browser.get("/api/units?q=" + escaped(attack)).body));
    const auto* hits = found.find("hits");
    EXPECT_TRUE(!hits || hits->as_list()->empty()) << attack;
  }
  EXPECT_EQ(count("journal_entry"), before);
  EXPECT_EQ(count("unit"), 5);
}

// A document of the right shape, with values that nothing knows.
json::Value shaped(const TypeInfo& type, const FieldInfo* field = nullptr, int depth = 0) {
  switch (type.kind) {
    case Kind::object: {
      auto out = json::Value::object();
      for (const auto& each : type.fields) out.set(each.name, shaped(each.type(), &each, depth + 1));
      return out;
    }
    case Kind::list: {
      auto out = json::Value::list();
      if (depth < 8) out.add(shaped(type.element(), nullptr, depth + 1));
      return out;
    }
    case Kind::optional:
      return shaped(type.element(), field, depth);
    case Kind::enumeration:
      return type.names.front().name;
    case Kind::boolean:
      return true;
    case Kind::integer:
      return field ? std::clamp<std::int64_t>(1, field->minimum, field->maximum) : std::int64_t{1};
    case Kind::id:
      return unknown_id;
    case Kind::text:
    case Kind::instant:
    case Kind::date:
      return "2016-09-30";
  }
  return {};
}

// Every text in the document becomes `text`; other values stay.
json::Value with_every_text(const json::Value& value, const std::string& text) {
  if (const auto* members = value.as_object()) {
    auto out = json::Value::object();
    for (const auto& [name, each] : *members) out.set(name, with_every_text(each, text));
    return out;
  }
  if (const auto* list = value.as_list()) {
    auto out = json::Value::list();
    for (const auto& each : *list) out.add(with_every_text(each, text));
    return out;
  }
  return value.as_text() ? json::Value(text) : value;
}

// A port of this machine at which nobody should call.
class Listener {
 public:
  Listener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&at), size), 0);
    EXPECT_EQ(::listen(socket_, 16), 0);
    EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&at), &size), 0);
    port_ = ntohs(at.sin_port);
  }
  ~Listener() { ::close(socket_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  int port() const { return port_; }
  bool was_called() {
    pollfd watched{.fd = socket_, .events = POLLIN, .revents = 0};
    return ::poll(&watched, 1, 100) > 0;
  }

 private:
  int socket_;
  int port_ = 0;
};

TEST_F(SecurityControls, SEC34_no_address_that_anybody_gives_is_called) {
  Listener listener;
  {
    // The listener does notice a call.
    Listener called;
    const int caller = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(called.port()));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(caller, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
    EXPECT_TRUE(called.was_called());
    ::close(caller);
  }
  const std::vector<std::string> addresses{fmt::format("http://127.0.0.1:{}/", listener.port()),
                                           fmt::format("//localhost:{}/a.png", listener.port()),
                                           fmt::format("http://[::ffff:127.0.0.1]:{}/", listener.port()),
                                           fmt::format("http://2130706433:{}/", listener.port())};
  int asked = 0;
  for (const auto role : {Role::prefecture_bureau, Role::village_committee}) {
    auto browser = desk(role, role == Role::prefecture_bureau ? "522600000000" : "522601001001");
    for (const auto& address : addresses) {
      browser.headers = {{"referer", address}, {"x-forwarded-host", address}, {"x-forwarded-for", address}};
      for (const auto& route : routes()) {
        std::string target = plausible(route);
        for (const auto& [name, meaning] : route.query)
          target += fmt::format("{}{}={}", target.find('?') == std::string::npos ? '?' : '&', name, escaped(address));
        const auto body = route.takes ? json::write(with_every_text(shaped(*route.takes), address)) : "{}";
        if (!net::read_target(target)) continue;  // not even taken for an address
        EXPECT_LT(browser.send(route.method, target, body).status, 600);
        ++asked;
      }
    }
  }
  EXPECT_GT(asked, 500);
  EXPECT_FALSE(listener.was_called());
  // And nothing in the sources could: there is no client of HTTP and no resolver of names.
  const std::regex calls(
      "async_connect|asio::connect|ip::tcp::resolver|getaddrinfo|gethostbyname|curl_easy|[^A-Za-z]::connect\\(");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(GULOU_SOURCE_DIR "/src")) {
    const auto path = entry.path().string();
    const bool of_tests = path.find("_test.cc") != std::string::npos || path.find("testing") != std::string::npos;
    if (!entry.is_regular_file() || of_tests || path.find("/testdata/") != std::string::npos) continue;
    std::ifstream in(entry.path());
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    EXPECT_FALSE(std::regex_search(text, calls)) << path;
  }
}

// The object without its member of that name, and with `value` in its place if there is one.
json::Value with(const json::Value& object, std::string_view name, const json::Value* value) {
  auto out = json::Value::object();
  for (const auto& [key, kept] : *object.as_object()) {
    if (key != name)
      out.set(key, kept);
    else if (value)
      out.set(key, *value);
  }
  return out;
}

// The document with each of `others` in each of its places, and with each member left out.
void each_spoilt(const json::Value& document, const std::vector<json::Value>& others,
                 const std::function<void(const json::Value&)>& use) {
  if (const auto* members = document.as_object()) {
    for (const auto& [name, value] : *members) {
      use(with(document, name, nullptr));
      each_spoilt(value, others, [&](const json::Value& spoilt) { use(with(document, name, &spoilt)); });
    }
  } else if (const auto* elements = document.as_list(); elements && !elements->empty()) {
    each_spoilt(elements->front(), others, [&](const json::Value& spoilt) {
      auto list = json::Value::list();
      use(list.add(spoilt));
    });
  }
  for (const auto& other : others) use(other);
}

TEST_F(SecurityControls, SEC27_a_body_of_any_shape_is_answered_and_never_with_an_error_inside) {
  const std::string long_text(20'000, 'x');
  const std::vector<json::Value> others = {json::Value(),
                                           json::Value(false),
                                           json::Value(std::int64_t{-1}),
                                           json::Value(std::numeric_limits<std::int64_t>::max()),
                                           json::Value(std::string()),
                                           json::Value(long_text),
                                           json::Value(std::string("\0\x1b[2J", 5)),
                                           json::Value(std::string("😀𫖯\u202e")),
                                           json::Value(std::string("9999-99-99")),
                                           json::Value::object(),
                                           json::Value::list()};
  std::size_t sent = 0;
  for (auto [role, at] : {std::pair{Role::prefecture_bureau, "522600000000"},
                          {Role::village_committee, "522601001001"},
                          {Role::security_administrator, "522600000000"}}) {
    auto browser = desk(role, at);
    for (const auto& route : routes()) {
      if (!route.takes) continue;
      const auto target = plausible(route);
      const auto good = shaped(*route.takes);
      const auto try_one = [&](const json::Value& body) {
        const auto response = browser.send(route.method, target, json::write(body));
        EXPECT_LT(response.status, 500) << name_of(route) << ' ' << json::write(body).substr(0, 300) << '\n'
                                        << response.body;
        ++sent;
      };
      try_one(good);
      each_spoilt(good, others, try_one);
      // What was not asked for is refused by its name, before anything is looked up.
      auto more = good;
      more.set("nobody_asked_for_this", json::Value(true));
      const auto response = browser.send(route.method, target, json::write(more));
      if (response.status != 403 && response.status != 401 && response.status != 429) {
        EXPECT_EQ(response.status, 400) << name_of(route);
        EXPECT_NE(response.body.find("nobody_asked_for_this"), std::string::npos) << name_of(route) << response.body;
      }
    }
  }
  EXPECT_GT(sent, 3000u);
}

TEST_F(SecurityControls, SEC30_methods_and_content_types_are_those_declared) {
  auto browser = bureau();
  constexpr std::array methods = {Method::get, Method::post, Method::put, Method::patch, Method::del};
  for (const auto& route : routes()) {
    const auto target = filled(route.pattern, unknown_id);
    for (const auto method : methods) {
      if (application_->router().match(method, target).route) continue;
      const auto response = browser.send(method, target, "{}");
      EXPECT_EQ(response.status, 405) << net::name_of_method(method) << ' ' << target;
      EXPECT_NE(header_of(response, "Allow").find(net::name_of_method(route.method)), std::string::npos) << target;
    }
    if (!route.takes && !route.takes_bytes) continue;  // a body is not read
    for (const std::string_view type : {"text/plain", "application/xml", "multipart/form-data; boundary=x", ""}) {
      browser.content_type = type;
      EXPECT_EQ(browser.send(route.method, target, "{}").status, 415) << name_of(route) << " as " << type;
    }
    browser.content_type = "application/json";
  }
}

TEST_F(SecurityControls, SEC35_no_list_is_longer_than_two_hundred_and_no_limit_is_believed) {
  auto browser = bureau();
  std::size_t tried = 0;
  for (const auto& route : routes()) {
    if (route.method != Method::get || !is_api(route)) continue;
    for (const auto& [name, meaning] : route.query) {
      if (name != "limit" && name != "page_size") continue;
      ++tried;
      for (const std::string_view much : {"1000000000", "99999999999999999999", "-1", "1e9"}) {
        const auto response = browser.get(fmt::format("{}?{}={}", plausible(route), name, much));
        if (response.status == 200) {
          const auto document = must(json::parse(response.body));
          for (const auto& [key, value] : *document.as_object()) {
            EXPECT_LE(value.as_list() ? value.as_list()->size() : 0, 200u) << name_of(route) << ' ' << key;
          }
        } else {
          EXPECT_LT(response.status, 500) << name_of(route);
        }
      }
    }
  }
  EXPECT_GT(tried, 0u);
}

TEST_F(SecurityControls, SEC36_a_hundred_times_the_same_request_is_one_deed) {
  auto browser = bureau();
  browser.headers.emplace_back("idempotency-key", "01900000-0000-7000-8000-00000000000a");
  const auto before = count("journal_entry");
  constexpr int times = 100;
  std::vector<int> statuses(times);
  std::vector<std::jthread> threads;
  for (int i = 0; i < times; ++i)
    threads.emplace_back([&, i, copy = browser]() mutable {
      statuses[static_cast<std::size_t>(i)] =
          copy.post("/api/plans/2016/presses",
                    R"({"task":"1.1-1","unit":"522601000000","due_on":"2016-09-30","text":"请说明"})")
              .status;
    });
  threads.clear();
  for (const int status : statuses) EXPECT_EQ(status, 201);
  EXPECT_EQ(count("plan_press"), 1);
  EXPECT_EQ(count("journal_entry"), before + 1);
}

TEST_F(SecurityControls, SEC40_an_entry_says_when_who_in_which_post_what_and_by_which_request) {
  auto browser = bureau();
  ASSERT_EQ(browser
                .post("/api/plans/2016/presses",
                      R"({"task":"1.1-1","unit":"522601000000","due_on":"2016-09-30","text":"请说明"})")
                .status,
            201);
  const auto last = must(database().read([](db::Reader& reader) {
    return reader.first<journal::JournalEntry>(
        "SELECT number, at, actor, account_id, post, post_id, post_unit_id, action, object_kind, object_id, unit_id, "
        "county_id, detail, request, previous, hash FROM journal_entry ORDER BY number DESC LIMIT 1");
  }));
  ASSERT_TRUE(last);
  EXPECT_EQ(last->at, clock_.now());
  EXPECT_EQ(last->actor, "account");
  EXPECT_TRUE(last->account_id && last->post_id && last->post_unit_id && last->unit_id && last->county_id);
  EXPECT_EQ(last->post, "prefecture_bureau");
  EXPECT_EQ(last->action, "plan.press.create");
  EXPECT_FALSE(last->object_kind.empty() || last->object_id.empty());
  EXPECT_EQ(last->request, "test");  // leads to the line of the server's log, which has the address
  EXPECT_EQ(last->hash.size(), 64u);
}

TEST_F(SecurityControls, SEC41_tampering_is_in_the_log_the_next_day) {
  must(application_->run_due());
  must(database().write(
      [](db::Transaction& tx) { return tx.execute("UPDATE journal_entry SET action = 'nothing' WHERE number = 1"); }));
  EXPECT_TRUE(must(application_->run_due()).empty()) << "once a day";
  clock_.set(Instant(clock_.now().ms() + 86'400'000));
  const auto lines = must(application_->run_due());
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_NE(lines[0].find("entry 1"), std::string::npos) << lines[0];
}

TEST_F(SecurityControls, SEC43_nothing_that_time_brings_shortens_the_journal) {
  auto browser = bureau();
  ASSERT_EQ(browser
                .post("/api/plans/2016/presses",
                      R"({"task":"1.1-1","unit":"522601000000","due_on":"2016-09-30","text":"请说明"})")
                .status,
            201);
  const auto before = count("journal_entry");
  for (int year = 0; year < 3; ++year) {
    clock_.set(Instant(clock_.now().ms() + std::int64_t{400} * 86'400'000));
    must(application_->run_due());
  }
  EXPECT_GE(count("journal_entry"), before);
  EXPECT_EQ(
      must(database().read([](db::Reader& reader) { return reader.integer("SELECT min(number) FROM journal_entry"); })),
      1);
  EXPECT_TRUE(must(application_->verify()).empty());
  for (const auto& route : routes())
    EXPECT_TRUE(!route.pattern.starts_with("/api/journal") || route.method == Method::get) << name_of(route);
}

TEST_F(SecurityControls, SEC51_what_is_for_one_person_is_kept_by_no_browser_and_no_proxy) {
  auto browser = bureau();
  for (const auto& route : routes()) {
    if (route.permission == net::public_route || route.method != Method::get) continue;
    EXPECT_FALSE(route.cache) << name_of(route);
    const auto answer = net::make_answer(browser.get(plausible(route)), "");
    EXPECT_NE(answer->head.find("Cache-Control: no-store\r\n"), std::string::npos) << name_of(route) << answer->head;
  }
}

// What would tell of the inside: engines, statements, files, code, versions.
const std::regex inside(
    R"(sqlite|postgres|SELECT |INSERT |no such table|does not exist|relation "|\.cc\b|/src/|std::|boost|0x[0-9a-f]{6}|terminate|what\(\))",
    std::regex::icase);

TEST_F(SecurityControls, SEC45_a_failure_inside_is_told_in_general_words_on_every_route) {
  auto browser = bureau();
  // The tables are gone: whatever needs them fails in the midst of its work.
  must(database().write([](db::Transaction& tx) -> Result<void> {
    for (const std::string_view table : {"unit", "plan", "plan_report", "account", "journal_head", "journal_entry"})
      TRY(tx.execute(fmt::format("ALTER TABLE {0} RENAME TO {0}_gone", table)));
    return {};
  }));
  std::size_t failed = 0;
  for (const auto& route : routes()) {
    for (const auto& target : {plausible(route), filled(route.pattern, "x")}) {
      const auto body = route.takes ? json::write(shaped(*route.takes)) : std::string("{}");
      const auto response = browser.send(route.method, target, body);
      if (response.status < 500) continue;
      ++failed;
      EXPECT_FALSE(std::regex_search(response.body, inside)) << name_of(route) << '\n' << response.body;
      EXPECT_NE(response.body.find("test"), std::string::npos) << "the request's number helps who looks into the log";
    }
  }
  EXPECT_GT(failed, 30u);
}

}  // namespace
}  // namespace gulou
