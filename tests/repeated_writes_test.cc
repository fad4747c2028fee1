// A write that is sent twice over a broken line, with the same Idempotency-Key, is done once: also where its answer
// holds what is told once (the code of a slip, a password), which is kept for some minutes only.
#include "residents_desk.h"
#include "spine/access/api_model.h"

namespace gulou {
namespace {

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t day = 24 * 60 * minute;

class RepeatedWrites : public ResidentsDesk {
 protected:
  static net::Response send_as(TestBrowser& by, std::string_view key, net::Method method, const std::string& path,
                               const std::string& body) {
    by.headers.emplace_back("idempotency-key", std::string(key));
    auto response = by.send(method, path, body);
    by.headers.pop_back();
    return response;
  }
  static bool is_replayed(const net::Response& response) {
    return std::ranges::any_of(response.headers, [](const auto& each) { return each.first == "Idempotency-Replayed"; });
  }
  // Sends it twice: the second is answered as the first was, and nothing is done or written for it.
  net::Response twice(TestBrowser& by, net::Method method, const std::string& path, const std::string& body = "") {
    const auto key = fmt::format("key-{:08}", ++keys_);
    auto first = send_as(by, key, method, path, body);
    EXPECT_LT(first.status, 300) << path << first.body;
    const auto written = entries().size();
    const auto second = send_as(by, key, method, path, body);
    EXPECT_EQ(second.status, first.status) << path << second.body;
    EXPECT_EQ(second.body, first.body) << path;
    EXPECT_TRUE(is_replayed(second)) << path;
    EXPECT_EQ(entries().size(), written) << path;
    // Another request under that key is none of them.
    EXPECT_EQ(code_of(send_as(by, key, method, path, body + " ")), "idempotency_key_reused") << path;
    return first;
  }
  net::Response posted_twice(TestBrowser& by, const std::string& path, const std::string& body = "") {
    return twice(by, net::Method::post, path, body);
  }
  int keys_ = 0;
};

TEST_F(RepeatedWrites, slips_are_printed_once) {
  auto clerk = desk(Role::village_committee, village_a);
  const auto person = added(clerk, village_a, resident_fields()).person;
  const auto body = fmt::format(R"({{"records":["{}"]}})", person.id.text());
  const auto printed = read<residents::PrintedSlips>(posted_twice(clerk, "/api/residents/slips", body));
  EXPECT_FALSE(printed.slips.at(0).qr.empty());
  EXPECT_EQ(count("SELECT count(*) FROM resident_slip"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM resident_slip WHERE void_at IS NULL"), 1);
}

TEST_F(RepeatedWrites, SEC46_codes_and_passwords_are_kept_sealed_and_for_ten_minutes) {
  auto clerk = desk(Role::village_committee, village_a);
  auto system = desk(Role::system_administrator, prefecture);
  const auto person = added(clerk, village_a, resident_fields()).person;
  const auto slips_body = fmt::format(R"({{"records":["{}"]}})", person.id.text());
  const auto account_body = fmt::format(R"({{"name":"ceshi.jia","display_name":"测试甲","unit":"{}"}})", kaili);
  const auto slips = [&] {
    return send_as(clerk, "slips-0001", net::Method::post, "/api/residents/slips", slips_body);
  };
  const auto account = [&] {
    return send_as(system, "account-0001", net::Method::post, "/api/accounts", account_body);
  };
  const auto code = read<residents::PrintedSlips>(slips()).slips.at(0).code;
  const auto password = read<access::CreatedAccount>(account()).one_time_password;
  EXPECT_EQ(everything().find(code), std::string::npos);
  EXPECT_EQ(everything().find(password), std::string::npos);
  later(9 * minute);
  const auto back_at_the_desk = [&] {
    EXPECT_EQ(clerk.sign_in("village_committee.1", "a-long-password").status, 200);
    EXPECT_EQ(system.sign_in("system_administrator.2", "a-long-password").status, 200);
  };
  back_at_the_desk();
  EXPECT_EQ(read<residents::PrintedSlips>(slips()).slips.at(0).code, code);
  EXPECT_EQ(read<access::CreatedAccount>(account()).one_time_password, password);
  later(minute);
  const auto before = entries().size();
  EXPECT_EQ(code_of(slips()), "answer_forgotten");
  EXPECT_EQ(code_of(account()), "answer_forgotten");
  EXPECT_NE(slips().body.find("已经办过"), std::string::npos);
  EXPECT_EQ(entries().size(), before);
  // Nor does the row have it any more; and nothing is done anew as long as the key is known.
  const auto kept = "SELECT count(*) FROM kept_answer WHERE secret_until > 0";
  EXPECT_EQ(count(kept), 2);
  must(application_->run_due());
  EXPECT_EQ(count(kept), 0);
  EXPECT_EQ(code_of(slips()), "answer_forgotten");
  EXPECT_EQ(count("SELECT count(*) FROM resident_slip"), 1);
  EXPECT_TRUE(must(application_->verify()).empty());
  later(2 * day);
  must(application_->run_due());
  EXPECT_EQ(count("SELECT count(*) FROM kept_answer"), 0);
}

TEST_F(RepeatedWrites, writes_of_accounts_are_done_once) {
  auto system = desk(Role::system_administrator, prefecture);
  auto security = desk(Role::security_administrator, prefecture);
  const auto made = read<access::CreatedAccount>(posted_twice(
      system, "/api/accounts", fmt::format(R"({{"name":"ceshi.yi","display_name":"测试乙","unit":"{}"}})", kaili)));
  const auto id = made.account.id.text();
  const auto at = [&](std::string_view rest) { return fmt::format("/api/accounts/{}/{}", id, rest); };
  const auto post = read<access::PostAnswer>(
      posted_twice(security, at("posts"), fmt::format(R"({{"role":"county_bureau","unit":"{}"}})", kaili)));
  EXPECT_EQ(count(fmt::format("SELECT count(*) FROM post WHERE account_id = '{}'", id)), 1);
  posted_twice(system, at("reset-password"));
  posted_twice(system, at("end-sessions"));
  posted_twice(system, at("lock"));
  posted_twice(system, at("unlock"));
  posted_twice(system, at("person"), R"({"also":""})");
  const auto ended = twice(security, net::Method::del, "/api/posts/" + post.id.text());
  EXPECT_EQ(ended.status, 204);
}

TEST_F(RepeatedWrites, units_are_added_once) {
  auto clerk = desk(Role::village_committee, village_a);
  posted_twice(clerk, "/api/units", fmt::format(R"({{"parent_code":"{}","level":"group","name":"一组"}})", village_a));
  EXPECT_EQ(count("SELECT count(*) FROM unit WHERE name = '一组'"), 1);
}

}  // namespace
}  // namespace gulou
