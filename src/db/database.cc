#include "db/database.h"

#include <fmt/format.h>

#include <chrono>
#include <exception>

#include "db/core.h"

namespace gulou::db {
namespace {

constexpr auto longest_wait_for_a_reader = std::chrono::seconds(10);

// The database that this thread is reading from, further up its stack.
thread_local const DatabaseCore* reading = nullptr;

class MarkReading {
 public:
  explicit MarkReading(const DatabaseCore* core) : before_(std::exchange(reading, core)) {}
  ~MarkReading() { reading = before_; }
  MarkReading(const MarkReading&) = delete;
  MarkReading& operator=(const MarkReading&) = delete;

 private:
  const DatabaseCore* before_;
};

Result<void> call(const std::function<void(Reader&)>& f, Connection& connection) {
  Reader reader(connection);
  try {
    f(reader);
  } catch (const std::exception& thrown) {
    return fail(internal_error(std::string("exception in a read: ") + thrown.what()));
  } catch (...) {
    return fail(internal_error("exception in a read"));
  }
  return {};
}

Error row_mismatch(std::string what_the_log_should_say) {
  Error error = internal_error(std::move(what_the_log_should_say));
  error.code = "row_mismatch";
  return error;
}

}  // namespace

Result<std::unique_ptr<Connection>> ReaderPool::take() {
  {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, longest_wait_for_a_reader, [&] { return !idle_.empty() || open_ < size_; }))
      return fail(unavailable_error("database_busy", "no reading connection came free"));
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
    ++open_;
  }
  auto opened = open_connection(location_, Access::read);
  if (!opened) give_back(nullptr);
  return opened;
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    if (connection && connection->state() == Connection::State::good)
      idle_.push_back(std::move(connection));
    else
      --open_;
    if (connection && connection->state() == Connection::State::lost) {  // then so are those that lay idle
      open_ -= static_cast<int>(idle_.size());
      idle_.clear();
    }
  }
  returned_.notify_all();
}

DatabaseCore::~DatabaseCore() {
  writer.reset();
  readers.reset();
  if (after_close) after_close();
}

Result<std::unique_ptr<Database>> Database::open(const std::string& location, Options options) {
  auto connection = TRY(open_connection(location, Access::write));
  options.readers = std::max(options.readers, 1);
  return std::unique_ptr<Database>(
      new Database(std::make_unique<DatabaseCore>(location, options, std::move(connection))));
}

Database::Database(std::unique_ptr<DatabaseCore> core) : core_(std::move(core)) {}
Database::~Database() = default;

Result<void> Database::with_reader(const std::function<void(Reader&)>& f) {
  // Taking a second connection could wait for ever for others that do the same.
  if (reading == core_.get()) return fail(internal_error("read() inside a read: use the reader at hand"));
  if (core_->writer->is_this_thread())
    return fail(internal_error("read() inside a write: use the transaction at hand"));
  const MarkReading mark(core_.get());
  auto connection = TRY(core_->readers->take());
  auto begun = connection->begin(Access::read);
  if (!begun && connection->state() == Connection::State::lost) {
    // The server went away while the connection lay idle: nothing has been read yet, so try with a fresh one.
    core_->readers->give_back(std::move(connection));
    connection = TRY(core_->readers->take());
    begun = connection->begin(Access::read);
  }
  auto outcome = begun ? call(f, *connection) : begun;
  connection->rollback();  // the cheapest end of a transaction that has written nothing
  core_->readers->give_back(std::move(connection));
  return outcome;
}

Result<void> Database::run_write(const std::function<Result<void>(Transaction&)>& f) { return core_->writer->run(f); }

Result<bool> Database::write_or_leave(std::function<Result<void>(Transaction&)> f, std::chrono::milliseconds patience) {
  return core_->writer->run_or_leave(std::move(f), patience);
}

Result<int> Database::migrate(std::span<const Migration> migrations) {
  auto applied = apply_migrations(core_->location, migrations);
  core_->writer->reconnect();
  return applied;
}

Result<std::vector<std::string>> Database::check() {
  const auto connection = TRY(open_connection(core_->location, Access::read));
  return connection->problems();
}

Engine Database::engine() const { return core_->engine; }

std::uint64_t Database::version(Topic topic) const { return core_->writer->version(topic); }

Result<void> Reader::select(std::string_view sql, const std::vector<Value>& args, const TypeInfo& row,
                            const std::function<void*()>& next) {
  const auto read_row = [&](std::span<const Cell> cells) -> Result<void> {
    if (cells.size() != row.fields.size())
      return fail(row_mismatch(
          fmt::format("{} columns for {} fields of {}: {}", cells.size(), row.fields.size(), row.name, sql)));
    void* object = next();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto& field = row.fields[i];
      if (!read_cell(field.type(), cells[i], field.address(object)))
        return fail(row_mismatch(fmt::format("column {} does not fit {}.{}: {}", i + 1, row.name, field.name, sql)));
    }
    return {};
  };
  TRY(connection_.execute(sql, args, read_row));
  return {};
}

Result<std::optional<std::int64_t>> Reader::select_integer(std::string_view sql, const std::vector<Value>& args) {
  std::optional<std::int64_t> number;
  bool first = true;
  const auto read_row = [&](std::span<const Cell> cells) -> Result<void> {
    if (!std::exchange(first, false)) return {};
    if (cells.empty()) return fail(row_mismatch(fmt::format("no columns: {}", sql)));
    if (!read_cell(type_of<std::optional<std::int64_t>>(), cells.front(), &number))
      return fail(row_mismatch(fmt::format("the first column is no integer: {}", sql)));
    return {};
  };
  TRY(connection_.execute(sql, args, read_row));
  return number;
}

Result<std::int64_t> Transaction::run(std::string_view sql, const std::vector<Value>& args) {
  return connection_.execute(sql, args);
}

Result<void> Transaction::insert_erased(const Table& table, const void* rows, std::size_t count, std::size_t stride) {
  return connection_.insert(table, rows, count, stride);
}

}  // namespace gulou::db
