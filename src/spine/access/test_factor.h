// For tests of the second factor: officials who have one, and the codes that their telephones would show.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "crypto/totp.h"
#include "spine/access/factor.h"
#include "spine/access/test_access.h"

namespace gulou::access {

class TestFactor : protected TestAccess {
 protected:
  struct Official {
    Id id;
    std::string key;
    std::vector<std::string> codes;  // for recovery
  };

  // Here officials must have one.
  TestFactor() { execute("DELETE FROM setting WHERE name = 'access.second_factor'"); }

  void pass(std::chrono::milliseconds span) { clock.set(Instant(clock.now().ms() + span.count())); }
  void setting(std::string_view name, std::string_view value) {
    execute("INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name, value);
  }
  static SessionAnswer session(TestBrowser& browser) { return read<SessionAnswer>(browser.get("/api/session")); }
  std::string code_at(std::string_view key, std::chrono::milliseconds ahead = {}) const {
    const auto step = crypto::totp_step_at(Instant(clock.now().ms() + ahead.count()));
    return crypto::hotp(key, static_cast<std::uint64_t>(step));
  }
  std::string code(const Official& of, std::chrono::milliseconds ahead = {}) const { return code_at(of.key, ahead); }

  // Sets one up for whoever is signed in there.
  Official enrol(TestBrowser& browser) {
    const auto begun = read<Enrolment>(browser.post("/api/session/factor"));
    const auto key = crypto::from_base32(begun.key).value();
    const auto done =
        read<EnrolledAnswer>(browser.post("/api/session/factor/confirm", json::write(CodeGiven{code_at(key)})));
    return {done.session.account, key, done.recovery_codes};
  }
  // A county's official with one; signed in, in `yang_browser`.
  Official official(const std::string& name) {
    person(name, kaili, {{Role::county_bureau, kaili}});
    EXPECT_EQ(yang_browser.sign_in(name, name + "-password").status, 200);
    return enrol(yang_browser);
  }

  TestBrowser yang_browser{router};
};

}  // namespace gulou::access
