// The dialect both engines share, statement by statement: each of tests/sql/dialect.sql must give the answer written
// above it, on the engine that the test runs on.
#include <fstream>

#include "db/connection.h"
#include "db/test_tables.h"

namespace gulou::db::test {
namespace {

struct Example {
  int line = 0;
  std::string expected;  // rows separated by "; ", columns by ","; or "error"
  std::string sql;
};

std::vector<Example> read_examples() {
  std::ifstream file(GULOU_SOURCE_DIR "/tests/sql/dialect.sql");
  std::vector<Example> examples;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    constexpr std::string_view answer = "-- => ";
    if (line.starts_with(answer))
      examples.push_back({.line = number, .expected = line.substr(answer.size()), .sql = {}});
    else if (!line.empty() && !line.starts_with("--") && !examples.empty())
      examples.back().sql += line + "\n";
  }
  return examples;
}

std::string text_of(const Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string_view>(&cell)) return std::string(*text);
  return "NULL";
}

std::string answer(Connection& connection, const std::string& sql) {
  std::string rows;
  const auto add = [&](std::span<const Cell> row) -> Result<void> {
    std::string columns;
    for (const auto& cell : row) columns += (columns.empty() ? "" : ",") + text_of(cell);
    rows += (rows.empty() ? "" : "; ") + columns;
    return {};
  };
  EXPECT_OK(connection.begin(Access::write));
  const auto outcome = connection.execute(sql, {}, add);
  if (outcome) {
    EXPECT_OK(connection.commit());
  }
  connection.rollback();
  if (!outcome) return "error";
  return rows.empty() && *outcome > 0 ? std::to_string(*outcome) + " changed" : rows;
}

TEST(Dialect, EveryStatementGivesTheSameAnswerOnBothEngines) {
  const auto database = open_with_tables();
  const auto connection = open_connection(location_of(*database), Access::write);
  ASSERT_OK(connection);
  const auto examples = read_examples();
  ASSERT_GT(examples.size(), 30u);
  for (const auto& example : examples)
    EXPECT_EQ(answer(**connection, example.sql), example.expected) << "tests/sql/dialect.sql:" << example.line << "\n"
                                                                   << example.sql;
}

}  // namespace
}  // namespace gulou::db::test
