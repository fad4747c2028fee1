// A resident's own password, by forms alone: whom the village gave a new one, and whoever wants another.
#include "residents_desk.h"
#include "spine/access/api_model.h"

namespace gulou {
namespace {

constexpr std::string_view path = "/own/password";
constexpr std::string_view new_word = "听取蛙声一片 2016";

class PasswordPage : public ResidentsDesk {
 protected:
  PasswordPage() : clerk_(desk(Role::village_committee, village_a)) {
    phone_ = std::make_unique<TestBrowser>(joined(clerk_, added(clerk_, village_a, resident_fields()).person.id));
    account_ = read<access::SessionAnswer>(phone_->get("/api/session")).account;
  }
  std::string given_anew() {
    return read<access::PasswordHandedOut>(
               clerk_.post(fmt::format("/api/accounts/{}/reset-password", account_.text()), "{}"))
        .one_time_password;
  }
  static std::string header(const net::Response& response, std::string_view wanted) {
    for (const auto& [name, value] : response.headers)
      if (name == wanted) return value;
    return "";
  }
  static bool has(const net::Response& response, std::string_view words) {
    return response.body.find(words) != std::string::npos;
  }
  static net::Response signs_in(TestBrowser& by, std::string_view name, std::string_view word) {
    return post_form(by, "/signin", fmt::format("name={}&password={}", name, word));
  }

  TestBrowser clerk_;
  std::unique_ptr<TestBrowser> phone_;
  Id account_;
};

TEST_F(PasswordPage, SEC08_who_was_given_a_password_makes_one_of_their_own_and_sees_the_own_page) {
  const auto word = given_anew();
  const auto in = signs_in(*phone_, "示例阿妹", word);
  EXPECT_EQ(in.status, 303);
  EXPECT_EQ(header(in, "Location"), path);
  const auto kept_out = phone_->get("/own");
  EXPECT_EQ(kept_out.status, 403);
  EXPECT_TRUE(has(kept_out, "href=\"/own/password\"")) << "the way there";
  EXPECT_TRUE(has(phone_->get(path), "别人给的密码只能用来进门"));

  const auto wrong = send_form(*phone_, path, fmt::format("current=not-{}&new={}", word, new_word));
  EXPECT_EQ(wrong.status, 400);
  EXPECT_TRUE(has(wrong, "原密码不正确"));
  EXPECT_FALSE(has(wrong, new_word)) << "a password is never given back";
  EXPECT_TRUE(has(send_form(*phone_, path, fmt::format("current={}&new=abc", word)), "还没有完成"));

  const auto old_session = phone_->cookie;
  const auto set = send_form(*phone_, path, fmt::format("current={}&new={}", word, new_word));
  EXPECT_EQ(set.status, 303);
  EXPECT_EQ(header(set, "Location"), "/own");
  EXPECT_EQ(phone_->get("/own").status, 200);
  EXPECT_EQ(entries().back().action, "account.password");
  EXPECT_EQ(signs_in(*phone_, "示例阿妹", word).status, 401) << "what was handed out is good once";
  EXPECT_EQ(header(signs_in(*phone_, "示例阿妹", new_word), "Location"), "/own");
  phone_->cookie = old_session;
  EXPECT_EQ(phone_->get("/own").status, 401);
}

TEST_F(PasswordPage, SEC20_the_form_needs_its_token_and_a_session) {
  const auto fields = fmt::format("current={}&new={}", residents_password, new_word);
  EXPECT_EQ(send_form(*phone_, path, fields, "").status, 403);
  EXPECT_EQ(header(signs_in(*phone_, "示例阿妹", residents_password), "Location"), "/own") << "nothing was changed";
  TestBrowser stranger(application_->router());
  EXPECT_TRUE(has(stranger.get(path), "action=\"/signin\""));
  EXPECT_EQ(header(post_form(stranger, path, fields), "Location"), "/signin");
}

TEST_F(PasswordPage, is_one_page_in_elders_mode_for_a_password_is_never_given_back_to_look_at) {
  const auto page = phone_->get("/own/password?elders=1");
  EXPECT_TRUE(has(page, "class=\"elders\""));
  EXPECT_FALSE(has(page, "第 1 步"));
  EXPECT_FALSE(has(page, "请看一遍"));
  EXPECT_FALSE(has(page, "上一步"));
  // Whatever a made-up form says it is a step of.
  for (const std::string_view step : {"go=back", "go=next", "go=edit-current", "at=new"})
    EXPECT_EQ(send_form(*phone_, path, fmt::format("{}&current=x&new=y", step)).status, 200) << step;
}

TEST_F(PasswordPage, officials_who_sign_in_here_go_on_to_their_desk) {
  const auto name = read<access::SessionAnswer>(clerk_.get("/api/session")).name;
  EXPECT_EQ(header(signs_in(*phone_, name, "a-long-password"), "Location"), "/console/desk");
}

}  // namespace
}  // namespace gulou
