#include "modules/console/console.h"

#include <gtest/gtest.h>

#include <fstream>

namespace gulou::console {
namespace {

namespace fs = std::filesystem;

class ConsoleTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              (std::string("console-") + testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "assets");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void put(const std::string& name, std::string_view text) const { std::ofstream(folder_ / name) << text; }
  void put_whole_build() const {
    put("index.html", "<!doctype html><meta property=\"csp-nonce\" nonce=\"GULOU_NONCE\"><div id=\"root\"></div>");
    put("assets/index-1a2b.js", "export {};");
  }
  net::Router serve() const {
    net::Router router;
    const auto added = register_routes(router, folder_);
    EXPECT_TRUE(added.has_value());
    EXPECT_EQ(router.mistakes(), std::vector<std::string>{});
    return router;
  }
  static net::Response get(const net::Router& router, std::string path) {
    net::Request request;
    request.target = path;
    request.path = std::move(path);
    return router.answer(request);
  }

  fs::path folder_;
};

std::string header(const net::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return "";
}

// What stands between two marks.
std::string between(const std::string& text, std::string_view left, std::string_view right) {
  const auto from = text.find(left) + left.size();
  return text.substr(from, text.find(right, from) - from);
}

TEST_F(ConsoleTest, EveryAddressBelowConsoleIsTheStartPage) {
  put_whole_build();
  const auto router = serve();
  for (const auto* path :
       {"/console", "/console/", "/console/plan", "/console/plan/2016/clauses/1.1", "/console/a/b/c/d/e/f/g/h"}) {
    const auto response = get(router, path);
    EXPECT_EQ(response.status, 200) << path;
    EXPECT_EQ(response.content_type, "text/html; charset=utf-8") << path;
    EXPECT_NE(response.body.find("<div id=\"root\">"), std::string::npos) << path;
  }
}

TEST_F(ConsoleTest, EachResponseHasANonceOfItsOwnInPageAndPolicy) {
  put_whole_build();
  const auto router = serve();
  const auto first = get(router, "/console");
  const auto second = get(router, "/console");
  const auto in_page = between(first.body, "nonce=\"", "\"");
  EXPECT_EQ(in_page.size(), 32u);
  EXPECT_EQ(in_page, between(header(first, "Content-Security-Policy"), "'nonce-", "'"));
  EXPECT_NE(in_page, between(second.body, "nonce=\"", "\""));
}

TEST_F(ConsoleTest, ScriptsComeFromFilesAlone) {
  put_whole_build();
  const auto policy = header(get(serve(), "/console"), "Content-Security-Policy");
  EXPECT_EQ(between(policy, "script-src ", ";"), "'self'");
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
}

TEST_F(ConsoleTest, AssetsAreServedByTheirTypeForever) {
  put_whole_build();
  const auto router = serve();
  ASSERT_EQ(router.files().size(), 1u);
  EXPECT_TRUE(router.files()[0].immutable);
  const auto script = get(router, "/console/assets/index-1a2b.js");
  EXPECT_EQ(script.content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(script.body, "export {};");
}

TEST_F(ConsoleTest, AMissingAssetIsNotThePage) {
  put_whole_build();
  EXPECT_EQ(get(serve(), "/console/assets/index-0000.js").status, 404);
}

TEST_F(ConsoleTest, WithoutABuildTheAnswerSaysHowToMakeOne) {
  const auto response = get(serve(), "/console/plan");
  EXPECT_EQ(response.status, 404);
  EXPECT_NE(response.body.find("scripts/build-console"), std::string::npos);
}

TEST_F(ConsoleTest, ABuildThatIsNotWholeDoesNotStart) {
  net::Router router;
  put("index.html", "<p>no place for a nonce</p>");
  EXPECT_FALSE(register_routes(router, folder_).has_value());
  put("index.html", "GULOU_NONCE GULOU_NONCE");
  EXPECT_FALSE(register_routes(router, folder_).has_value());
  put("index.html", "GULOU_NONCE");
  put("assets/notes.txt", "of no known type");
  EXPECT_FALSE(register_routes(router, folder_).has_value());
}

}  // namespace
}  // namespace gulou::console
