// A form that is sent after its session ended: nothing that was typed is lost, nothing is sent by itself, and nothing
// is shown to another account.
#include "residents_desk.h"
#include "spine/access/form.h"

namespace gulou {
namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::string_view correct = "/own/correct";
constexpr std::string_view typed_words = "侗族与别人不同";

class LateForms : public ResidentsDesk {
 protected:
  LateForms() : clerk_(desk(Role::village_committee, village_a)) {
    owner_ = std::make_unique<TestBrowser>(joined(clerk_, added(clerk_, village_a, resident_fields()).person.id));
    page_ = phone().get(correct).body;
  }
  TestBrowser& phone() { return *owner_; }

  static bool has(const net::Response& response, std::string_view words) {
    return response.body.find(words) != std::string::npos;
  }
  // The form as it stood on the page before the session ended.
  std::string filled(std::string_view more = "") const {
    return fmt::format("form={}&owner={}&field=ethnic&wanted={}&why=%3Cb%3E身份证%3C/b%3E{}", token_in(page_, correct),
                       hidden_in(page_, correct, "owner"), typed_words, more);
  }
  net::Response send_late(std::string_view more = "") {
    later(31 * minute_ms);
    return post_form(phone(), correct, filled(more));
  }
  // The sign-in form of that page, filled in.
  static net::Response sign_in_with(TestBrowser& by, const net::Response& page, std::string_view name,
                                    std::string_view word = residents_password) {
    std::string body;
    for (const std::string_view field : {"again", "owner", "kept.field", "kept.wanted", "kept.why"})
      body += fmt::format("{}={}&", field, hidden_in(page.body, "/signin", field));
    return post_form(by, "/signin", fmt::format("{}name={}&password={}", body, name, word));
  }
  std::int64_t requests() { return count("SELECT count(*) FROM resident_request"); }
  // Another account of the same village.
  TestBrowser another() {
    return joined(clerk_,
                  added(clerk_, village_a, someone("测试乙", made_up_number(*Date::of(1991, 2, 3), 2))).person.id,
                  "1991-02-03", "另一个人");
  }

  TestBrowser clerk_;
  std::unique_ptr<TestBrowser> owner_;
  std::string page_;
};

TEST_F(LateForms, SEC20_a_form_sent_after_the_session_ended_comes_back_after_the_same_person_signed_in) {
  const auto before = entries().size();
  const auto late = send_late();
  EXPECT_EQ(late.status, 401);
  EXPECT_TRUE(has(late, "登录已经结束"));
  EXPECT_TRUE(has(late, typed_words));
  EXPECT_TRUE(has(late, "&lt;b&gt;身份证&lt;/b&gt;")) << "as text";
  EXPECT_EQ(entries().size(), before);

  // A wrong password loses nothing either.
  const auto wrong = sign_in_with(phone(), late, "示例阿妹", "不是这个密码的");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_TRUE(has(wrong, typed_words));
  EXPECT_FALSE(has(wrong, "不是这个密码的"));

  const auto back = sign_in_with(phone(), wrong, "示例阿妹");
  ASSERT_EQ(back.status, 200) << back.body;
  EXPECT_TRUE(has(back, "还没有提交"));
  EXPECT_TRUE(has(back, fmt::format("value=\"{}\"", typed_words)));
  EXPECT_TRUE(has(back, "value=\"ethnic\" selected"));
  EXPECT_EQ(requests(), 0) << "nothing is sent by itself";
  // As it stands there, with a real ethnic group, it is taken.
  const auto sent =
      post_form(phone(), correct,
                fmt::format("form={}&owner={}&field=ethnic&wanted=侗族&why=", token_in(back.body, correct),
                            hidden_in(back.body, correct, "owner")));
  EXPECT_EQ(sent.status, 303) << sent.body;
  EXPECT_EQ(requests(), 1);
}

TEST_F(LateForms, SEC20_another_account_gets_nothing_of_what_was_typed) {
  auto other = another();
  const auto late = send_late();
  const auto in = sign_in_with(phone(), late, "另一个人");
  EXPECT_EQ(in.status, 200);
  EXPECT_FALSE(has(in, typed_words));
  EXPECT_TRUE(has(in, "另一个账号填写的"));
  EXPECT_EQ(phone().get("/own").status, 200) << "but they are signed in";
  // The tab of the first, sent while the other is signed in.
  const auto stale = post_form(phone(), correct, filled());
  EXPECT_EQ(stale.status, 403);
  EXPECT_FALSE(has(stale, typed_words));
  EXPECT_TRUE(has(stale, "没有带过来，也没有提交"));
  // Nor without the mark, or with one that was made up.
  for (const std::string_view mark : {"", "v1.x", "owner"}) {
    const auto forged = post_form(phone(), correct, fmt::format("form=x&owner={}&wanted={}", mark, typed_words));
    EXPECT_EQ(forged.status, 403) << mark;
    EXPECT_FALSE(has(forged, typed_words)) << mark;
  }
  EXPECT_EQ(requests(), 0);
}

TEST_F(LateForms, SEC20_a_session_renewed_in_another_tab_keeps_what_was_typed) {
  ASSERT_EQ(phone().get("/signout").status, 303);
  ASSERT_EQ(phone().sign_in("示例阿妹", residents_password).status, 200);
  const auto stale = post_form(phone(), correct, filled());
  EXPECT_EQ(stale.status, 403);
  EXPECT_TRUE(has(stale, fmt::format("value=\"{}\"", typed_words)));
  EXPECT_EQ(requests(), 0);
}

// After a sign-out elsewhere the browser has no cookie of the old session any more.
TEST_F(LateForms, SEC20_signed_out_in_another_tab_it_comes_back_too) {
  ASSERT_EQ(phone().get("/signout").status, 303);
  phone().cookie.clear();
  const auto late = post_form(phone(), correct, filled());
  EXPECT_EQ(late.status, 401);
  EXPECT_TRUE(has(sign_in_with(phone(), late, "示例阿妹"), fmt::format("value=\"{}\"", typed_words)));
}

TEST_F(LateForms, SEC20_what_comes_from_another_site_or_is_no_form_is_not_shown) {
  later(31 * minute_ms);
  const std::vector<std::vector<std::pair<std::string, std::string>>> from{
      {{"host", "localhost:8080"}, {"origin", "https://evil.example"}, {"sec-fetch-site", "cross-site"}},
      {{"host", "localhost:8080"}, {"origin", "null"}},
      {{"host", "localhost:8080"}}};
  for (const auto& headers : from) {
    auto attacked = phone();
    attacked.headers = headers;
    const auto response = post_form(attacked, correct, filled());
    EXPECT_EQ(response.status, 401);
    EXPECT_FALSE(has(response, typed_words));
  }
  const auto plain = phone().post(correct, filled());  // application/json
  EXPECT_EQ(plain.status, 401);
  EXPECT_FALSE(has(plain, typed_words));
}

TEST_F(LateForms, only_what_the_form_asks_goes_along_and_only_into_a_form_of_ours) {
  const auto late = send_late("&password=geheim-geheim&x=y");
  EXPECT_FALSE(has(late, "geheim"));
  for (const std::string_view path : {"/own", "//evil.example", "/api/people", "https://evil.example/own/correct"}) {
    const auto in = post_form(phone(), "/signin",
                              fmt::format("again={}&owner=x&kept.wanted={}&name=示例阿妹&password={}", path,
                                          typed_words, residents_password));
    EXPECT_EQ(in.status, 303) << path;
    EXPECT_EQ(in.headers.at(0).second, "/own") << path;
  }
}

TEST_F(LateForms, in_elders_mode_a_step_that_comes_late_leads_back_to_the_last_page_with_all_answers) {
  later(31 * minute_ms);
  const auto late = post_form(phone(), "/own/correct?elders=1", filled("&at=wanted&go=next"));
  EXPECT_EQ(late.status, 401);
  EXPECT_TRUE(has(late, typed_words));
  EXPECT_TRUE(has(late, "第 1 步，共 2 步"));
  std::string along;
  for (const std::string_view field : {"again", "owner", "kept.field", "kept.wanted", "kept.why"})
    along += fmt::format("{}={}&", field, hidden_in(late.body, "/signin", field));
  const auto named = post_form(phone(), "/signin?elders=1", along + "name=示例阿妹&at=name&go=next");
  EXPECT_EQ(named.status, 200);
  EXPECT_TRUE(has(named, typed_words)) << "it goes along through the walk";
  const auto back = post_form(phone(), "/signin?elders=1",
                              fmt::format("{}name=示例阿妹&at=&done=1&password={}", along, residents_password));
  ASSERT_EQ(back.status, 200);
  EXPECT_TRUE(has(back, "请看一遍，对了再提交"));
  EXPECT_TRUE(has(back, fmt::format("<p class=\"typed\">{}</p>", typed_words)));
  EXPECT_EQ(requests(), 0);
  // What is missing is asked for first.
  const auto half =
      post_form(phone(), "/signin?elders=1",
                fmt::format("again=/own/correct&owner={}&kept.field=&kept.wanted={}&name=示例阿妹&password={}",
                            hidden_in(late.body, "/signin", "owner"), typed_words, residents_password));
  EXPECT_TRUE(has(half, "<select id=\"field\""));
}

// A button has nothing typed: one signs in and finds it again on the own page.
TEST_F(LateForms, a_button_asks_to_sign_in) {
  later(31 * minute_ms);
  const auto late = post_form(phone(), fmt::format("/own/requests/{}/withdraw", Id::make(1).text()), "version=1");
  EXPECT_EQ(late.status, 401);
  EXPECT_TRUE(has(late, "action=\"/signin\""));
}

// Nothing of it is stored: neither the words nor the mark.
TEST_F(LateForms, SEC44_what_was_typed_is_kept_nowhere) {
  const auto late = send_late();
  sign_in_with(phone(), late, "示例阿妹");
  for (const auto& entry : entries()) EXPECT_EQ(entry.detail.find(typed_words), std::string::npos);
  EXPECT_EQ(everything().find(typed_words), std::string::npos);
}

TEST_F(LateForms, the_limit_of_size_holds_for_everyone) {
  for (const auto& route : application_->router().routes()) {
    const bool carries = route.method == net::Method::post && (route.pattern == "/signin" || route.pattern == "/join");
    if (!carries && !access::is_form_permission(route.permission)) continue;
    EXPECT_EQ(route.max_body_bytes, access::form_bytes) << route.pattern;
  }
}

}  // namespace
}  // namespace gulou
