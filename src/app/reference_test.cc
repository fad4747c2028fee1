#include "app/reference.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>

#include "db/testing.h"

namespace gulou::app {
namespace {

class Reference : public testing::Test {
 protected:
  Reference() {
    auto opened = Application::over(db::open_test_database(), clock_);
    EXPECT_TRUE(opened);
    application_ = std::move(*opened);
    pages_ = reference_pages(*application_);
  }

  std::string text_of(std::string_view path) const {
    for (const auto& page : pages_)
      if (page.path == path) return page.text;
    return "no such page";
  }

  const SystemClock clock_;
  std::unique_ptr<Application> application_;
  std::vector<ReferencePage> pages_;
};

TEST_F(Reference, every_route_rule_and_machine_has_a_page_of_its_own) {
  std::set<std::string> paths;
  for (const auto& page : pages_) paths.insert(page.path);
  EXPECT_EQ(paths.size(), pages_.size());
  const auto& router = application_->router();
  EXPECT_GT(pages_.size(), router.routes().size() + router.streams().size() + application_->rules().rules().size());
}

TEST_F(Reference, a_route_tells_who_may_call_it_and_which_action_it_does) {
  const auto text = text_of("routes/post-api-reports-id-return.md");
  EXPECT_NE(text.find("- permission: `plan.report.ask` (州民政局 `prefecture_bureau`"), std::string::npos) << text;
  EXPECT_NE(text.find("- action: return of [plan.report](../machines/plan.report.md)"), std::string::npos) << text;
  EXPECT_NE(text.find("| `reason` | text |"), std::string::npos) << text;
}

TEST_F(Reference, links_lead_to_pages_and_headings_that_are_there) {
  static const std::regex link(R"(\]\(([^)#]*)(#[^)]*)?\))");
  for (const auto& page : pages_) {
    for (std::sregex_iterator at(page.text.begin(), page.text.end(), link), end; at != end; ++at) {
      const std::string target = (*at)[1];
      const std::string heading = (*at)[2];
      const bool known = heading.empty() || page.text.find("### " + heading.substr(1) + "\n") != std::string::npos;
      EXPECT_TRUE(known) << page.path << heading;
      if (target.empty()) continue;
      const auto path = (std::filesystem::path(page.path).parent_path() / target).lexically_normal().string();
      EXPECT_NE(text_of(path), "no such page") << page.path << " leads to " << path;
    }
  }
}

}  // namespace
}  // namespace gulou::app
