// SEC-35: how often somebody may ask.
#include "spine/access/rates.h"
#include "import_desk.h"
#include "net/server.h"
#include "net/testing_client.h"

namespace gulou {
namespace {

using namespace people;

class RatesTest : public ImportDesk {
 protected:
  static constexpr int all = 30, costly = 6;

  RatesTest() {
    application_->router().set_limiter(
        access::make_limiter({all, costly}, clock_, [this](const std::string& line) { log_.push_back(line); }));
  }
  static std::string header(const net::Response& response, std::string_view wanted) {
    for (const auto& [name, value] : response.headers)
      if (name == wanted) return value;
    return "";
  }
  // Asks until it is refused; how many went through, and the refusal.
  template <class F>
  static std::pair<int, net::Response> until_refused(F&& ask) {
    for (int passed = 0; passed < 1000; ++passed)
      if (auto response = ask(); response.status == 429) return {passed, std::move(response)};
    return {1000, {}};
  }
  static std::string search(int i) { return fmt::format(R"({{"phone":"138{:08}"}})", i); }

  std::vector<std::string> log_;
};

TEST_F(RatesTest, SEC35_an_account_that_asks_too_often_is_told_how_long_to_wait) {
  auto village = desk(Role::village_committee, village_a);
  const auto account = account_;
  auto other = desk(Role::village_committee, village_b);
  EXPECT_EQ(village.get("/api/people").status, 200);
  later(20'500);
  const auto [passed, refused] = until_refused([&] { return village.get("/api/people"); });
  EXPECT_EQ(passed, all - 1);
  EXPECT_EQ(code_of(refused), "too_many_requests");
  EXPECT_EQ(header(refused, "Retry-After"), "40") << "whole seconds, and not too early";
  EXPECT_NE(refused.body.find("操作太频繁，请40秒后再试。"), std::string::npos) << refused.body;
  EXPECT_NE(refused.body.find("please try again in 40 seconds"), std::string::npos);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(village.get("/api/people").status, 429);
  EXPECT_EQ(village.post("/api/people", "{}").status, 429) << "a write no less";
  ASSERT_EQ(log_.size(), 1u) << "one line, however often";
  EXPECT_NE(log_[0].find("account " + account.text()), std::string::npos) << log_[0];
  EXPECT_NE(log_[0].find("GET /api/people"), std::string::npos);
  EXPECT_EQ(log_[0].find("127.0.0.1"), std::string::npos);

  EXPECT_EQ(other.get("/api/people").status, 200) << "at the same address";
  EXPECT_EQ(village.get("/").status, 200) << "pages for everyone are not counted";
  later(39'499);
  EXPECT_EQ(village.get("/api/people").status, 429);
  later(1);
  EXPECT_EQ(village.get("/api/people").status, 200) << "waiting is all it takes; being refused makes it no longer";
}

TEST_F(RatesTest, SEC35_searching_by_numbers_one_after_the_other_stops_soon_and_leaves_no_entry) {
  auto village = desk(Role::village_committee, village_a);
  const auto there = added(village, village_a, someone("测试甲", made_up_number(*Date::of(1980, 1, 1), 1)));
  int i = 0;
  const auto [passed, refused] = until_refused([&] { return village.post("/api/people/search", search(++i)); });
  EXPECT_EQ(passed, costly);
  EXPECT_EQ(code_of(refused), "too_many_costly");
  EXPECT_EQ(header(refused, "Retry-After"), "60");
  EXPECT_NE(refused.body.find(fmt::format("每分钟最多{}次，请60秒后再试。", costly)), std::string::npos);
  const auto before = entries().size();
  EXPECT_EQ(code_of(village.post("/api/people/search", search(0))), "too_many_costly");
  EXPECT_EQ(code_of(village.post(address(there, "/look"), R"({"field":"id_number","reason":"核对"})")),
            "too_many_costly");
  EXPECT_EQ(code_of(send(village, village_a, "姓名,民族,身份证号码\n")), "too_many_costly");
  EXPECT_EQ(entries().size(), before);
  EXPECT_EQ(log_.size(), 1u);
  EXPECT_EQ(log_[0].find("1380000"), std::string::npos) << log_[0];
  EXPECT_EQ(village.get("/api/people").status, 200) << "the desk goes on";
  later(60'000);
  EXPECT_EQ(village.post("/api/people/search", search(1)).status, 200);
}

TEST_F(RatesTest, SEC35_these_routes_are_costly) {
  std::vector<std::string> found;
  for (const auto& route : application_->router().routes())
    if (net::is_costly(route)) found.push_back(fmt::format("{} {}", net::name_of_method(route.method), route.pattern));
  for (const auto* wanted :
       {"POST /api/people/search", "POST /api/people/{id}/look", "POST /api/people/imports",
        "GET /api/people/imports/{id}", "POST /api/people/imports/{id}/confirm", "POST /api/people/export",
        "POST /api/residents/slips", "GET /api/residents/own/copy", "GET /own/copy"})
    EXPECT_NE(std::ranges::find(found, wanted), found.end()) << wanted;
  for (const auto& route : application_->router().routes()) {
    const bool lets_out = route.outgoing && route.outgoing->data >= net::DataClass::personal;
    EXPECT_TRUE(!lets_out || net::is_costly(route)) << route.pattern;
  }
}

TEST_F(RatesTest, SEC35_who_is_not_signed_in_is_counted_by_address) {
  TestBrowser visitor(application_->router());
  visitor.client = "203.0.113.7";
  const auto [passed, refused] = until_refused([&] { return visitor.get("/api/session"); });
  EXPECT_EQ(passed, all) << "those that the gate refuses count, too";
  EXPECT_EQ(header(refused, "Retry-After"), "60");
  EXPECT_EQ(visitor.sign_in("nobody", "a-long-password").status, 429);
  EXPECT_EQ(visitor.get("/own/copy").status, 429) << "costly, and no API";
  EXPECT_EQ(visitor.get("/").status, 200);
  ASSERT_EQ(log_.size(), 1u);
  EXPECT_NE(log_[0].find("address 203.0.113.7 "), std::string::npos) << log_[0];

  visitor.client = "203.0.113.8";
  EXPECT_EQ(visitor.get("/api/session").status, 401);
  // A line has at least a whole /64 of IPv6 addresses.
  for (int i = 0; i < all; ++i) {
    visitor.client = fmt::format("2001:db8:1:2::{:x}", i + 1);
    EXPECT_EQ(visitor.get("/api/session").status, 401);
  }
  visitor.client = "2001:db8:1:2:ffff::9";
  EXPECT_EQ(visitor.get("/api/session").status, 429);
  visitor.client = "2001:db8:1:3::1";
  EXPECT_EQ(visitor.get("/api/session").status, 401);
}

TEST_F(RatesTest, SEC35_kept_answers_are_free_and_making_them_is_not) {
  net::ServerOptions options;
  options.port = 0;
  const auto server = must(net::Server::start(application_->router(), options));
  net::TestClient client(server->port());
  const auto unit = [&](std::string_view code) { return client.get(fmt::format("/api/units/{}", code)); };
  for (int i = 0; i < 10 * all; ++i) ASSERT_EQ(unit(village_a).status, 200);
  int passed = 0;
  net::TestReply refused;
  for (; passed < 1000; ++passed)
    if (refused = unit(fmt::format("522601{:06}", passed)); refused.status == 429) break;
  EXPECT_LT(passed, all);
  EXPECT_EQ(refused.header("Retry-After"), "60");
  EXPECT_EQ(refused.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(client.get("/plan").status, client.get("/plan").status);
  EXPECT_NE(client.get("/plan").status, 429);
}

TEST_F(RatesTest, SEC35_no_account_keeps_more_than_its_newest_previews) {
  application_->router().set_limiter({});
  auto village = desk(Role::village_committee, village_a);
  auto other = desk(Role::village_committee, village_a);
  const auto roll = [&](int i) {
    return fmt::format("姓名,民族,身份证号码\n测试甲,苗族,{}\n", made_up_number(*Date::of(1980, 1, 1), i + 1));
  };
  const auto state = [&](const ImportAnswer& preview) {
    return read<ImportAnswer>(village.get(address_of(preview))).state;
  };
  const auto of_other = sent(other, village_a, roll(0));
  std::vector<ImportAnswer> previews;
  for (int i = 0; i < most_previews; ++i) {
    later(1000);
    previews.push_back(sent(village, village_a, roll(i)));
  }
  EXPECT_EQ(entries().back().detail.find("forgotten"), std::string::npos);
  EXPECT_EQ(state(previews[0]), ImportState::preview);
  later(1000);
  const auto before = entries().size();
  previews.push_back(sent(village, village_a, roll(9)));
  ASSERT_EQ(entries().size(), before + 1);
  EXPECT_EQ(entries().back().action, "people.import.preview");
  EXPECT_NE(entries().back().detail.find("\"forgotten\":1"), std::string::npos) << entries().back().detail;
  EXPECT_EQ(state(previews[0]), ImportState::expired);
  EXPECT_EQ(code_of(confirm(village, previews[0])), "import_over");
  EXPECT_EQ(state(previews[1]), ImportState::preview);
  EXPECT_EQ(count("SELECT count(*) FROM person_import WHERE content_sealed IS NOT NULL"), most_previews + 1);
  EXPECT_EQ(confirm(other, of_other).status, 200) << "of another account";

  // What is over takes no room.
  EXPECT_EQ(village.send(net::Method::del, address_of(previews[1])).status, 200);
  later(1000);
  sent(village, village_a, roll(10));
  EXPECT_EQ(entries().back().detail.find("forgotten"), std::string::npos);
  EXPECT_EQ(state(previews[2]), ImportState::preview);
}

}  // namespace
}  // namespace gulou
