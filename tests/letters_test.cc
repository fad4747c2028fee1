// Elders' mode goes with the account: another device shows it after signing in, and the choice that was made last
// counts.
#include "spine/access/letters.h"

#include "residents_desk.h"
#include "spine/access/retire.h"
#include "spine/access/store.h"

namespace gulou {
namespace {

constexpr std::int64_t minute_ms = 60'000;

class Letters : public ResidentsDesk {
 protected:
  Letters() : clerk_(desk(Role::village_committee, village_a)) {}

  // A device with its cookies, as far as they are about the letters.
  struct Device {
    TestBrowser browser;
    std::string session = {};
    std::string letters = {};

    net::Response remember(net::Response response) {
      for (const auto& [name, value] : response.headers) {
        if (name != "Set-Cookie") continue;
        const auto pair = value.substr(0, value.find(';'));
        if (pair.starts_with("gulou=")) session = pair;
        if (!pair.starts_with("elders")) continue;
        EXPECT_NE(value.find("SameSite=Lax"), std::string::npos);
        if (pair.starts_with("elders=")) letters = value.find("Max-Age=0") == std::string::npos ? pair : "";
        if (pair.starts_with("elders_at=")) at = pair;
      }
      return response;
    }
    void carry() {
      browser.cookie.clear();
      for (const auto& each : {session, letters, at})
        if (!each.empty()) browser.cookie += (browser.cookie.empty() ? "" : "; ") + each;
    }
    net::Response get(std::string_view path) { return carry(), remember(browser.get(path)); }
    void choose(int mode) { EXPECT_EQ(get(fmt::format("/elders?on={}&back=/plan", mode)).status, 303); }
    net::Response sign_in(std::string_view name, std::string_view word = residents_password) {
      carry();
      auto response = remember(post_form(browser, "/signin", fmt::format("name={}&password={}", name, word)));
      EXPECT_EQ(response.status, 303);
      return response;
    }
    std::string at = {};
  };
  Device device() { return {TestBrowser(application_->router())}; }
  void join() { joined(clerk_, added(clerk_, village_a, resident_fields()).person.id); }
  std::int64_t kept() { return count("SELECT coalesce(max(letters), -1) FROM account_letters"); }

  TestBrowser clerk_;
};

TEST_F(Letters, what_is_chosen_while_signed_in_is_shown_on_another_device_after_signing_in) {
  join();
  auto first = device();
  first.sign_in("示例阿妹");
  EXPECT_EQ(first.letters, "") << "nobody has chosen yet";
  const auto before = entries().size();
  first.choose(2);
  EXPECT_EQ(first.letters, "elders=2");
  EXPECT_EQ(kept(), 2);
  EXPECT_EQ(entries().size(), before) << "a preference is no deed (decision 7)";
  EXPECT_NE(first.get("/own").body.find("长辈版（更大字）"), std::string::npos)
      << "it stands where one sees what is kept";

  auto second = device();
  second.sign_in("示例阿妹");
  EXPECT_EQ(second.letters, "elders=2");
  // Back to the standard there: the first device follows at its next signing in.
  later(minute_ms);
  second.choose(0);
  EXPECT_EQ(second.letters, "");
  EXPECT_EQ(kept(), 0);
  EXPECT_EQ(first.letters, "elders=2");
  first.sign_in("示例阿妹");
  EXPECT_EQ(first.letters, "");
}

TEST_F(Letters, the_last_choice_counts_also_one_made_before_signing_in) {
  join();
  auto first = device();
  first.sign_in("示例阿妹");
  first.choose(1);
  auto second = device();
  later(minute_ms);
  second.choose(2);
  EXPECT_EQ(kept(), 1) << "not signed in: the cookie alone";
  second.sign_in("示例阿妹");
  EXPECT_EQ(second.letters, "elders=2");
  EXPECT_EQ(kept(), 2);
  // An old choice of a device does not take back a newer one.
  auto third = device();
  third.choose(0);
  later(minute_ms);
  first.choose(1);
  third.sign_in("示例阿妹");
  EXPECT_EQ(third.letters, "elders=1");
  EXPECT_EQ(kept(), 1);
}

TEST_F(Letters, cookies_that_make_no_sense_change_nothing) {
  join();
  auto phone = device();
  phone.sign_in("示例阿妹");
  phone.choose(1);
  for (const auto& [letters, at] : std::vector<std::pair<std::string, std::string>>{
           {"elders=9", ""}, {"elders=x", ""}, {"elders=", "elders_at=x"}, {"elders=12", "elders_at=-5"}}) {
    auto other = device();
    other.letters = letters;
    other.at = at;
    later(minute_ms);
    other.sign_in("示例阿妹");
    EXPECT_EQ(other.letters, "elders=1") << letters;
    EXPECT_EQ(kept(), 1) << letters;
  }
  // A time that has not come yet is now, so that it does not win for ever.
  auto fast = device();
  fast.letters = "elders=2";
  fast.at = "elders_at=99999999999";
  later(minute_ms);
  fast.sign_in("示例阿妹");
  EXPECT_EQ(kept(), 2);
  later(minute_ms);
  phone.sign_in("示例阿妹");
  phone.choose(1);
  EXPECT_EQ(kept(), 1);
}

TEST_F(Letters, an_official_has_it_too_and_only_with_a_session_that_is_in_force) {
  auto official = device();
  official.session = desk(Role::township, chengxi).cookie;
  official.choose(1);
  EXPECT_EQ(kept(), 1);
  auto again = device();
  again.browser.content_type = "application/json";
  again.remember(again.browser.sign_in(fmt::format("{}.{}", name_of(Role::township), 2), "a-long-password"));
  EXPECT_EQ(again.letters, "elders=1");
  later(31 * minute_ms);
  official.choose(2);
  EXPECT_EQ(official.letters, "elders=2") << "the browser has it";
  EXPECT_EQ(kept(), 1) << "the account not: nobody is signed in";
}

TEST_F(Letters, one_who_is_erased_takes_it_along) {
  join();
  auto phone = device();
  phone.sign_in("示例阿妹");
  phone.choose(1);
  EXPECT_EQ(kept(), 1);
  must(database().write([&](db::Transaction& tx) -> Result<void> {
    const auto account = TRY(access::account_named(tx, "示例阿妹"));
    TRY(access::retire_resident(tx, clock_, account->id));
    return {};
  }));
  EXPECT_EQ(kept(), -1);
}

}  // namespace
}  // namespace gulou
