// Migrations: each in one transaction, in which no other process can apply one too.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

#include "db/core.h"

namespace gulou::db {

struct AppliedMigration {
  std::string module;
  std::int64_t number = 0;
  std::string description;
  Instant applied_at;
};

constexpr auto describe(Tag<AppliedMigration>) {
  return object("AppliedMigration", "A migration that was applied",
                field<&AppliedMigration::module>("module", "Module it belongs to"),
                field<&AppliedMigration::number>("number", "Number within the module, from 1"),
                field<&AppliedMigration::description>("description", "What it changed"),
                field<&AppliedMigration::applied_at>("applied_at", "When it was applied"));
}

namespace {

// How long to wait for another process that is migrating.
constexpr auto longest_wait = std::chrono::minutes(10);

const Table& migration_table() {
  static const Table table{.name = "migration", .row = &type_of<AppliedMigration>, .primary_key = "module, number"};
  return table;
}

// Runs `work` in a write transaction; again while another process is in the way.
Result<void> in_transaction(Connection& connection, const std::function<Result<void>()>& work) {
  const auto deadline = std::chrono::steady_clock::now() + longest_wait;
  for (;;) {
    auto outcome = connection.begin(Access::write);
    if (outcome) outcome = work();
    if (outcome) outcome = connection.commit();
    if (outcome) return {};
    const bool in_the_way = connection.state() == Connection::State::restart || outcome.error().code == "database_busy";
    connection.rollback();
    if (!in_the_way || std::chrono::steady_clock::now() > deadline) return outcome;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

Result<void> create_migration_table(Connection& connection) {
  std::string statement = ddl(connection.engine(), CreateTable{&migration_table()}, 1).front();
  constexpr std::string_view create = "CREATE TABLE ";
  statement.replace(0, create.size(), "CREATE TABLE IF NOT EXISTS ");
  const auto run = [&] {
    return in_transaction(connection, [&]() -> Result<void> {
      TRY(connection.execute(statement, {}));
      return {};
    });
  };
  // On PostgreSQL two processes can both find no table, and then one fails: the second time the table is there.
  if (auto first = run(); first || connection.state() == Connection::State::lost) return first;
  return run();
}

// The highest number of each module.
std::map<std::string, std::int64_t, std::less<>> newest(std::span<const Migration> migrations) {
  std::map<std::string, std::int64_t, std::less<>> numbers;
  for (const auto& each : migrations) {
    auto& number = numbers[std::string(each.module)];
    number = std::max<std::int64_t>(number, each.number);
  }
  return numbers;
}

// Each module's migrations are 1, 2, 3… in this order.
Result<void> check_numbers(std::span<const Migration> migrations) {
  std::map<std::string_view, int> last;
  for (const auto& each : migrations)
    if (++last[each.module] != each.number)
      return fail(internal_error(fmt::format("migration {}/{} is out of order", each.module, each.number)));
  return {};
}

Error newer_error(const AppliedMigration& applied) {
  return {
      .kind = ErrorKind::conflict,
      .code = "database_newer",
      .message = {"数据库由更新版本的程序建立，请使用新版程序。",
                  "The database was made by a newer version of the program; please use that one."},
      .internal = {fmt::format("unknown migration {}/{}: {}", applied.module, applied.number, applied.description)}};
}

Result<std::vector<AppliedMigration>> load_applied(Connection& connection) {
  return Reader(connection)
      .all<AppliedMigration>("SELECT module, number, description, applied_at FROM migration ORDER BY module, number");
}

Result<void> apply(Connection& connection, const Migration& migration) {
  for (const auto& step : migration.steps)
    for (const auto& statement : ddl(connection.engine(), step, migration.number))
      TRY(connection.execute(statement, {}));
  const AppliedMigration row{.module = std::string(migration.module),
                             .number = migration.number,
                             .description = std::string(migration.description),
                             .applied_at = SystemClock().now()};
  return connection.insert(migration_table(), &row, 1, sizeof row);
}

// Applies the first migration that is missing; false if none is.
Result<bool> apply_next(Connection& connection, std::span<const Migration> migrations) {
  TRY(connection.lock_migrations());
  const auto applied = TRY(load_applied(connection));
  const auto known = newest(migrations);
  for (const auto& each : applied) {
    const auto module = known.find(each.module);
    if (module == known.end() || each.number > module->second) return fail(newer_error(each));
  }
  const auto is_applied = [&](const Migration& migration) {
    return std::ranges::any_of(applied, [&](const AppliedMigration& each) {
      return each.module == migration.module && each.number == migration.number;
    });
  };
  const auto missing = std::ranges::find_if_not(migrations, is_applied);
  if (missing == migrations.end()) return false;
  auto outcome = apply(connection, *missing);
  if (outcome) return true;
  Error error = std::move(outcome).error();
  error.internal.value = fmt::format("migration {}/{}: {}", missing->module, missing->number, error.internal.value);
  return fail(std::move(error));
}

}  // namespace

Result<int> apply_migrations(const std::string& location, std::span<const Migration> migrations) {
  TRY(check_numbers(migrations));
  const auto connection = TRY(open_connection(location, Access::write));
  TRY(create_migration_table(*connection));
  for (int count = 0;; ++count) {
    bool applied = false;
    const auto work = [&]() -> Result<void> {
      applied = TRY(apply_next(*connection, migrations));
      return {};
    };
    TRY(in_transaction(*connection, work));
    if (!applied) return count;
  }
}

}  // namespace gulou::db
