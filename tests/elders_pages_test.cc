// Elders' mode on the pages: six entries at a time, and forms as a walk of one question a page.
#include <set>

#include "plan_desk.h"

namespace gulou {
namespace {

class EldersPages : public PlanDesk {
 protected:
  EldersPages() : browser_(visitor()) {}

  net::Response get(const std::string& path) {
    return browser_.get(path + (path.find('?') == std::string::npos ? "?" : "&") + "elders=1");
  }
  static bool has(const net::Response& response, std::string_view words) {
    return response.body.find(words) != std::string::npos;
  }
  static std::size_t count_of(std::string_view text, std::string_view what) {
    std::size_t count = 0;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + what.size())) ++count;
    return count;
  }
  // What a page lists between its trail and its footer.
  static std::string main_of(const net::Response& response) {
    const auto begin = response.body.find("<div class=\"page\">");
    return response.body.substr(begin, response.body.find("<footer") - begin);
  }
  // The links of a list to addresses with this beginning, over all pages from `path` on.
  std::vector<std::string> links_over_all_pages(const std::string& path, std::string_view beginning) {
    std::vector<std::string> out;
    auto next = path;
    for (int pages = 0; !next.empty() && pages < 100; ++pages) {
      const auto response = get(next);
      EXPECT_EQ(response.status, 200) << next;
      auto body = main_of(response);
      next.clear();
      if (const auto at = body.find("rel=\"next\" href=\""); at != body.npos) {
        next = body.substr(at + 17, body.find('"', at + 17) - at - 17);
        for (auto amp = next.find("&amp;"); amp != next.npos; amp = next.find("&amp;")) next.replace(amp, 5, "&");
      }
      for (auto nav = body.find("<nav"); nav != body.npos; nav = body.find("<nav"))
        body.erase(nav, body.find("</nav>", nav) + 6 - nav);
      std::size_t here = 0;
      const auto wanted = fmt::format("href=\"{}", beginning);
      for (auto at = body.find(wanted); at != body.npos; at = body.find(wanted, at + 1)) {
        out.push_back(body.substr(at + 6, body.find('"', at + 6) - at - 6));
        ++here;
      }
      EXPECT_LE(here, 6u) << response.body;
    }
    return out;
  }
  net::Response step(const std::string& path, const std::string& fields) {
    browser_.content_type = "application/x-www-form-urlencoded";
    return browser_.post(path + "?elders=1", fields);
  }
  std::int64_t count(std::string_view table) {
    return must(database().read(
                    [&](db::Reader& reader) { return reader.integer(fmt::format("SELECT count(*) FROM {}", table)); }))
        .value_or(0);
  }

  TestBrowser browser_;
};

TEST_F(EldersPages, the_pages_of_a_list_together_have_what_the_standard_mode_has_on_one) {
  const auto counties = links_over_all_pages("/u/522600000000", "/u/5226");
  EXPECT_EQ(std::set<std::string>(counties.begin(), counties.end()).size(), counties.size());
  EXPECT_EQ(counties.size(), 16u + 1);  // and the way to its progress, /u/522600000000?part=progress
  EXPECT_EQ(links_over_all_pages("/u/522601001000", "/u/522601001").size(),
            1 + count_of(main_of(browser_.get("/u/522601001000")), "<li><a href=\"/u/522601001"));
  const auto found = links_over_all_pages("/?q=%E5%AF%A8", "/u/");
  EXPECT_EQ(found.size(), count_of(browser_.get("/?q=%E5%AF%A8").body, "<li><a href=\"/u/"));
  EXPECT_GT(found.size(), 6u);
  const auto clauses = links_over_all_pages("/plan", "/plan/2016/");
  EXPECT_EQ(clauses.size(), 1 + count_of(browser_.get("/plan").body, "<section class=\"clause\""));  // and the comments
  EXPECT_EQ(links_over_all_pages("/scoreboard", "/u/5226").size(), 16u);
  EXPECT_EQ(links_over_all_pages("/plan/2016/1.2?part=places", "/u/5226").size(), 16u);
}

TEST_F(EldersPages, a_page_says_which_it_is_and_one_that_is_not_there_says_so) {
  const auto second = get("/u/522600000000?page=2");
  EXPECT_TRUE(has(second, "第 2 页，共 3 页"));
  EXPECT_TRUE(has(second, "上一页"));
  EXPECT_TRUE(has(second, "rel=\"prev\" href=\"/u/522600000000\"")) << "the first page has no number in its address";
  EXPECT_TRUE(has(second, "href=\"/u/522600000000?page=3\""));
  EXPECT_TRUE(has(second, "<link rel=\"canonical\" href=\"/u/522600000000\">"));
  EXPECT_TRUE(has(second, "（第 2 页） · 鼓楼</title>"));
  EXPECT_FALSE(has(get("/u/522600000000"), "rel=\"canonical\""));
  for (const std::string_view page : {"4", "0", "-1", "x", "2x"}) {
    const auto none = get(fmt::format("/u/522600000000?page={}", page));
    EXPECT_EQ(none.status, 404) << page;
    EXPECT_TRUE(has(none, "没有这一页，一共 3 页。")) << page;
    EXPECT_TRUE(has(none, "<a class=\"go\" href=\"/u/522600000000\">从第 1 页看起</a>")) << page;
  }
  for (const std::string_view path : {"/u/522600000000?part=x", "/plan/2016/1.2?part=x", "/scoreboard?part=x"})
    EXPECT_EQ(get(std::string(path)).status, 404) << path;
}

TEST_F(EldersPages, the_standard_mode_has_one_page_and_one_address) {
  const auto whole = browser_.get("/u/522600000000?page=2");
  EXPECT_EQ(whole.status, 303);
  EXPECT_EQ(whole.headers.at(0).second, "/u/522600000000");
  EXPECT_EQ(browser_.get("/scoreboard?at=522601000000&part=late").headers.at(0).second, "/scoreboard?at=522601000000");
  EXPECT_FALSE(has(browser_.get("/u/522600000000"), "paging"));
  // The switch leads to where the other mode has something.
  EXPECT_TRUE(has(get("/u/522600000000?page=2"), "on=0&amp;back=%2Fu%2F522600000000\""));
  EXPECT_TRUE(has(get("/u/522600000000?page=2"), "on=2&amp;back=%2Fu%2F522600000000%3Fpage%3D2\""));
}

TEST_F(EldersPages, a_comment_is_written_question_by_question_and_sent_once_at_the_end) {
  const std::string path = "/plan/2016/comments";
  const auto first = get(path + "?write=1");
  EXPECT_TRUE(has(first, "第 1 步，共 4 步"));
  EXPECT_TRUE(has(first, "<select id=\"clause\""));
  EXPECT_FALSE(has(first, "<textarea"));
  EXPECT_FALSE(has(first, "value=\"back\"")) << "there is nothing before the first";

  const auto second = step(path, "clause=1.2&at=clause&go=next");
  EXPECT_TRUE(has(second, "第 2 步，共 4 步"));
  EXPECT_TRUE(has(second, "<textarea id=\"text\""));
  EXPECT_TRUE(has(second, "<input type=\"hidden\" name=\"clause\" value=\"1.2\">"));
  EXPECT_FALSE(has(second, "<select"));

  const auto stays = step(path, "clause=1.2&text=%20&at=text&go=next");
  EXPECT_TRUE(has(stays, "这一项要填写，才能继续。"));
  EXPECT_TRUE(has(stays, "<textarea id=\"text\""));

  const auto third = step(path, "clause=1.2&text=%3Cb%3E%22same%22&at=text&go=next");
  EXPECT_TRUE(has(third, "<input id=\"name\""));
  EXPECT_TRUE(has(third, "name=\"text\" value=\"&lt;b&gt;&quot;same&quot;\"")) << "what was typed is text";
  const auto back = step(path, "clause=1.2&text=agree&name=&at=name&go=back");
  EXPECT_TRUE(has(back, ">agree</textarea>"));

  const auto last = step(path, "clause=1.2&text=agree&name=&at=name&go=next");
  EXPECT_TRUE(has(last, "第 4 步，共 4 步"));
  EXPECT_TRUE(has(last, "请看一遍，对了再发表"));
  EXPECT_TRUE(has(last, "<p class=\"typed\">agree</p>"));
  EXPECT_TRUE(has(last, "（没有写）"));
  EXPECT_TRUE(has(last, "name=\"key\"")) << "only what is sent may be sent again";
  EXPECT_FALSE(has(third, "name=\"key\""));
  EXPECT_EQ(count("plan_comment"), 0) << "a step stores nothing";

  const auto changed = step(path, "clause=1.2&text=agree&name=&at=answers&done=1&go=edit-text");
  EXPECT_TRUE(has(changed, ">agree</textarea>"));
  const auto again = step(path, "clause=1.2&text=disagree&name=&at=text&done=1&go=next");
  EXPECT_TRUE(has(again, "<p class=\"typed\">disagree</p>")) << "from a change straight back to the last page";

  const auto sent = step(path, "clause=1.2&text=disagree&name=&at=&done=1&key=");
  EXPECT_EQ(sent.status, 303);
  EXPECT_EQ(count("plan_comment"), 1);
}

TEST_F(EldersPages, an_error_leads_back_to_its_question_and_keeps_the_other_answers) {
  const std::string path = "/plan/2016/comments";
  const auto refused = step(path, "clause=9.9&text=agree&name=someone&at=&done=1&key=");
  EXPECT_EQ(refused.status, 400);
  EXPECT_TRUE(has(refused, "<select id=\"clause\""));
  EXPECT_TRUE(has(refused, "class=\"wrong\""));
  EXPECT_TRUE(has(refused, "name=\"text\" value=\"agree\""));
  EXPECT_TRUE(has(refused, "name=\"name\" value=\"someone\""));
  EXPECT_EQ(count("plan_comment"), 0);
}

// A browser that cannot say which button was pressed goes on to the next question, and never sends before the end.
TEST_F(EldersPages, without_the_name_of_the_button_a_step_is_a_step) {
  const std::string path = "/plan/2016/comments";
  EXPECT_TRUE(has(step(path, "clause=1.2&at=clause"), "<textarea id=\"text\""));
  EXPECT_TRUE(has(step(path, "clause=1.2&text=agree&name=&at=answers&done=1"), "请看一遍"));
  EXPECT_TRUE(has(step(path, "clause=1.2&text=agree&at=nosuch&go=next"), "请看一遍"));
  EXPECT_TRUE(has(step(path, "clause=1.2&text=agree&go=edit-nosuch"), "请看一遍"));
  EXPECT_EQ(count("plan_comment"), 0);
}

TEST_F(EldersPages, a_password_is_asked_on_the_last_page_and_never_given_back) {
  const auto first = get("/join");
  EXPECT_TRUE(has(first, "<input id=\"code\""));
  EXPECT_TRUE(has(first, "第 1 步，共 4 步"));
  EXPECT_FALSE(has(first, "type=\"password\""));
  const auto last = step("/join", "code=K7QM&born_on=1990&name=someone&password=geheim-geheim&at=name&go=next");
  EXPECT_TRUE(has(last, "type=\"password\""));
  EXPECT_TRUE(has(last, "<p class=\"typed\">K7QM</p>"));
  EXPECT_FALSE(has(last, "geheim"));
  const auto refused = step("/join", "code=K7QM&born_on=1990-01-01&name=someone&password=geheim-geheim&at=&done=1");
  EXPECT_GE(refused.status, 400);
  EXPECT_FALSE(has(refused, "geheim"));
  EXPECT_TRUE(has(refused, "value=\"K7QM\""));
  const auto sign_in = get("/signin");
  EXPECT_TRUE(has(sign_in, "<input id=\"name\""));
  EXPECT_FALSE(has(sign_in, "type=\"password\""));
  const auto wrong = step("/signin", "name=nobody&password=geheim-geheim&at=&done=1");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_TRUE(has(wrong, "type=\"password\"")) << "no field is to blame: the last page";
  EXPECT_FALSE(has(wrong, "geheim"));
}

TEST_F(EldersPages, a_form_that_was_sent_is_answered_in_the_mode_of_the_cookie) {
  browser_.cookie = "elders=2";
  browser_.content_type = "application/x-www-form-urlencoded";
  EXPECT_TRUE(has(browser_.post("/signin", "name=nobody&password=x"), "class=\"elders larger\""));
  browser_.cookie.clear();
  EXPECT_FALSE(has(browser_.post("/signin", "name=nobody&password=x"), "class=\"elders"));
}

}  // namespace
}  // namespace gulou
