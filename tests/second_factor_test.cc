// The second factor in the whole application: its key among the sealed columns while keys change, its half sessions on
// the public pages, and the operator's last resort.
#include "app/commands.h"
#include "crypto/totp.h"
#include "people_desk.h"
#include "spine/access/api_model.h"
#include "spine/access/factor.h"
#include "spine/access/gate.h"
#include "spine/vault/rotation.h"

namespace gulou {
namespace {

class SEC06_InTheApplication : public PeopleDesk {
 protected:
  void pass(std::int64_t seconds) { clock_.set(Instant(clock_.now().ms() + seconds * 1000)); }
  std::string code(std::string_view key) {
    return crypto::hotp(key, static_cast<std::uint64_t>(crypto::totp_step_at(clock_.now())));
  }
  std::string enrol(TestBrowser& browser) {
    const auto begun = read<access::Enrolment>(browser.post("/api/session/factor"));
    const auto key = crypto::from_base32(begun.key).value();
    const auto confirmed = browser.post("/api/session/factor/confirm", json::write(access::CodeGiven{code(key)}));
    EXPECT_EQ(confirmed.status, 200) << confirmed.body;
    return key;
  }
  std::string name_of_account(TestBrowser& browser) {
    return read<access::SessionAnswer>(browser.get("/api/session")).name;
  }
};

TEST_F(SEC06_InTheApplication, SEC47_ItsKeyOpensWhileAndAfterKeysAreChanged) {
  auto county = desk(Role::county_bureau, "522601000000");
  const auto name = name_of_account(county);
  const auto key = enrol(county);
  const vault::RotationContext context{database(), application_->vault(), application_->sealed_columns(), clock_};
  EXPECT_EQ(must(vault::rotate(context, journal::operator_on_shell())).sealed, 1);
  pass(60);
  TestBrowser between(application_->router());
  between.sign_in(name, "a-long-password");
  EXPECT_EQ(between.give_code(code(key)).status, 200);
  EXPECT_EQ(must(vault::prune(context, journal::operator_on_shell())).size(), 1u);
  pass(60);
  TestBrowser after(application_->router());
  after.sign_in(name, "a-long-password");
  EXPECT_EQ(after.give_code(code(key)).status, 200);
  EXPECT_TRUE(must(application_->verify()).empty());
}

TEST_F(SEC06_InTheApplication, AHalfSessionOpensNoRouteOfTheApplication) {
  auto county = desk(Role::county_bureau, "522601000000");
  const auto name = name_of_account(county);
  enrol(county);
  TestBrowser half(application_->router());
  half.sign_in(name, "a-long-password");
  int shut = 0;
  for (const auto& route : application_->router().routes()) {
    if (route.permission == net::public_route || route.permission == access::arriving) continue;
    std::string target;
    bool in_parameter = false;
    for (const char c : route.pattern) {
      if (c == '{') target += '0';
      in_parameter = (in_parameter || c == '{') && c != '}';
      if (!in_parameter && c != '}') target += c;
    }
    half.content_type =
        access::is_form_permission(route.permission) ? "application/x-www-form-urlencoded" : "application/json";
    const auto answer = half.send(route.method, target, "{}");
    EXPECT_EQ(answer.status, 403) << target;
    // Elsewhere the answer is a page.
    EXPECT_EQ(target.starts_with("/api/") ? access::code_of(answer) : "code_wanted", "code_wanted") << target;
    ++shut;
  }
  EXPECT_GT(shut, 80);
}

TEST_F(SEC06_InTheApplication, TheOperatorSetsThePolicyAndHasTheLastResort) {
  auto county = desk(Role::county_bureau, "522601000000");
  const auto name = name_of_account(county);
  must(app::policy_command(*application_, "access.second_factor", "officials"));
  EXPECT_EQ(access::code_of(county.get("/api/accounts")), "enrolment_wanted");
  enrol(county);
  EXPECT_EQ(county.get("/api/accounts").status, 200);
  must(app::account_reset_factor_command(*application_, name));
  EXPECT_EQ(county.get("/api/session").status, 401);
  EXPECT_EQ(app::account_reset_factor_command(*application_, name).error().code, "no_second_factor");
  EXPECT_EQ(app::account_reset_factor_command(*application_, "nobody").error().kind, ErrorKind::not_found);
  EXPECT_EQ(app::policy_command(*application_, "access.passwords", "weak").error().fields.at(0).rule, "not_one_of");
}

}  // namespace
}  // namespace gulou
