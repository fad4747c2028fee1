// Forms of the public pages that may be sent again: one key is done once, whatever is lost on the way.
#include "plan_desk.h"

namespace gulou {
namespace {

class PortalForms : public PlanDesk {
 protected:
  net::Response send(std::string_view key, std::string_view text, std::string_view clause = "1.2") {
    net::Request request;
    request.method = net::Method::post;
    request.target = request.path = "/plan/2016/comments";
    request.body = fmt::format("key={}&clause={}&name=&text={}", key, clause, text);
    // Each from another house, so that the limit per network is not what is tested.
    ++sent_;
    request.client = fmt::format("10.0.{}.{}", sent_ / 200, sent_ % 200);
    request.id = "test";
    request.headers = {{"content-type", "application/x-www-form-urlencoded"}};
    return application_->router().answer(request);
  }
  std::int64_t count(std::string_view table) {
    return must(database().read(
                    [&](db::Reader& reader) { return reader.integer(fmt::format("SELECT count(*) FROM {}", table)); }))
        .value_or(0);
  }

  int sent_ = 0;
};

TEST_F(PortalForms, one_key_is_one_comment_and_one_journal_entry) {
  EXPECT_EQ(send("0123456789abcdef", "agree").status, 303);
  const auto entries = count("journal_entry");
  EXPECT_EQ(send("another-key-here", "disagree").status, 303);
  for (int again = 0; again < 3; ++again) {
    const auto response = send("0123456789abcdef", "agree");
    EXPECT_EQ(response.status, 303);
    EXPECT_EQ(response.headers.at(0).second, "/plan/2016/comments?sent=1&clause=1.2");
  }
  EXPECT_EQ(count("plan_comment"), 2);
  EXPECT_EQ(count("journal_entry"), entries + 1);
}

TEST_F(PortalForms, a_key_stands_for_its_words_alone) {
  EXPECT_EQ(send("0123456789abcdef", "agree").status, 303);
  const auto other = send("0123456789abcdef", "disagree");
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(count("plan_comment"), 1);
}

TEST_F(PortalForms, what_is_refused_may_be_sent_again_under_its_key) {
  EXPECT_EQ(send("0123456789abcdef", "agree", "9.9").status, 400);
  EXPECT_EQ(send("0123456789abcdef", "agree", "9.9").status, 400);
  EXPECT_EQ(count("plan_comment"), 0);
  EXPECT_EQ(send("0123456789abcdef", "agree").status, 303);
}

TEST_F(PortalForms, without_a_key_each_sending_is_a_comment) {
  EXPECT_EQ(send("", "agree").status, 303);
  EXPECT_EQ(send("", "agree").status, 303);
  EXPECT_EQ(count("plan_comment"), 2);
}

TEST_F(PortalForms, a_malformed_key_is_refused_and_says_so) {
  const auto response = send("short", "agree");
  EXPECT_EQ(response.status, 400);
  EXPECT_NE(response.body.find("Idempotency-Key"), std::string::npos);
  EXPECT_EQ(count("plan_comment"), 0);
}

TEST_F(PortalForms, the_page_has_the_field_and_the_worker_is_served_at_the_root) {
  const auto page = visitor().get("/plan/2016/comments");
  EXPECT_NE(page.body.find("<input type=\"hidden\" name=\"key\" value=\"\">"), std::string::npos);
  for (const auto& file : application_->router().files()) {
    if (file.path != "/worker.js") continue;
    EXPECT_FALSE(file.immutable);
    EXPECT_TRUE(file.body.starts_with("const VERSION = \""));
    return;
  }
  ADD_FAILURE() << "no worker";
}

}  // namespace
}  // namespace gulou
