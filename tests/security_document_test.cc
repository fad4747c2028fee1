// docs/security.md against the tests that there are: every control has its row, what is called met has tests that carry
// its name, and what is called not yet has none.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

namespace gulou {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// How many tests carry the name of each control.
std::map<int, int> tests_by_control() {
  std::map<int, int> tests;
  const auto& all = *testing::UnitTest::GetInstance();
  const std::regex named("SEC(\\d\\d)_");
  for (int i = 0; i < all.total_test_suite_count(); ++i) {
    const auto& suite = *all.GetTestSuite(i);
    for (int j = 0; j < suite.total_test_count(); ++j) {
      const auto name = fmt::format("{}.{}", suite.name(), suite.GetTestInfo(j)->name());
      for (std::sregex_iterator at(name.begin(), name.end(), named), end; at != end; ++at) ++tests[std::stoi((*at)[1])];
    }
  }
  const std::regex titled("\\b(?:it|describe)\\([`'\"]SEC-(\\d\\d) |\\n# scripts/\\S+: SEC-(\\d\\d)\\.");
  const auto count = [&](const std::filesystem::path& path) {
    const auto text = text_of(path);
    for (std::sregex_iterator at(text.begin(), text.end(), titled), end; at != end; ++at)
      ++tests[std::stoi((*at)[1].matched ? (*at)[1] : (*at)[2])];
  };
  for (const auto& entry : std::filesystem::directory_iterator(GULOU_SOURCE_DIR "/tests/browser")) count(entry.path());
  count(GULOU_SOURCE_DIR "/scripts/supply-chain");
  return tests;
}

TEST(SecurityDocument, SaysOfEveryControlWhatItsTestsSay) {
  auto tests = tests_by_control();
  const auto document = text_of(GULOU_SOURCE_DIR "/docs/security.md");
  const std::regex row("\\| (\\d+) \\| ([^|]+) \\| (met|partly|not yet) \\| ([^|]*)\\|");
  int expected = 1;
  for (std::sregex_iterator at(document.begin(), document.end(), row), end; at != end; ++at, ++expected) {
    const int control = std::stoi((*at)[1]);
    EXPECT_EQ(control, expected);
    const auto state = (*at)[3].str();
    EXPECT_EQ(tests[control] > 0, state != "not yet")
        << fmt::format("SEC-{:02} is called {} and has {} tests", control, state, tests[control]);
  }
  EXPECT_EQ(expected, 61) << "each of the 60 has its row";
}

}  // namespace
}  // namespace gulou
