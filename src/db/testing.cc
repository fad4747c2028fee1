#include "db/testing.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/id.h"
#include "db/core.h"

namespace gulou::db {

struct DatabaseAccess {
  static DatabaseCore& core(Database& database) { return *database.core_; }
  static const DatabaseCore& core(const Database& database) { return *database.core_; }
};

namespace {

template <class T>
T must(Result<T> result, const char* what) {
  if (!result) {
    std::fprintf(stderr, "test database: %s: %s (%s)\n", what, describe_error(result.error()).c_str(),
                 result.error().internal.value.c_str());
    std::abort();
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// A name that no other process uses.
std::string unique_name() {
  std::string name = "gulou_test_" + Id::make(SystemClock().now().ms()).text();
  for (char& c : name)
    if (c == '-') c = '_';
  return name;
}

// The same URL, with all unqualified names in a schema of their own.
std::string with_schema(const std::string& url, const std::string& schema) {
  return fmt::format("{}{}options=-csearch_path%3D{}", url, url.find('?') == std::string::npos ? '?' : '&', schema);
}

std::unique_ptr<Database> open_fresh_sqlite(Options options) {
  const auto folder = std::filesystem::temp_directory_path() / unique_name();
  std::filesystem::create_directory(folder);
  auto database = must(Database::open((folder / "test.db").string(), options), "open");
  DatabaseAccess::core(*database).after_close = [folder] {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  };
  return database;
}

void administer(const std::string& url, const std::string& statement) {
  const auto connection = must(open_connection(url, Access::read), "connect");
  must(connection->execute(statement, {}), "administer");
}

// CREATE and DROP DATABASE take more than a second on a busy disk, CREATE and DROP SCHEMA some milliseconds.
std::unique_ptr<Database> open_fresh_postgres(const std::string& url, Options options) {
  const auto schema = unique_name();
  administer(url, "CREATE SCHEMA " + schema);
  auto database = must(Database::open(with_schema(url, schema), options), "open");
  DatabaseAccess::core(*database).after_close = [url, schema] {
    administer(url, fmt::format("DROP SCHEMA {} CASCADE", schema));
  };
  return database;
}

}  // namespace

std::unique_ptr<Database> open_test_database(Options options) {
  const char* setting = std::getenv("GULOU_TEST_DATABASE");
  const std::string where = setting == nullptr || *setting == '\0' ? "sqlite" : setting;
  if (where == "sqlite") return open_fresh_sqlite(options);
  if (is_postgres_url(where)) return open_fresh_postgres(where, options);
  std::fprintf(stderr, "GULOU_TEST_DATABASE is neither \"sqlite\" nor a postgres:// URL\n");
  std::abort();
}

std::string location_of(const Database& database) { return DatabaseAccess::core(database).location; }

}  // namespace gulou::db
