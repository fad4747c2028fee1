#include "db/connection.h"

#include <fmt/format.h>

#include <utility>

#include "base/utf8.h"

namespace gulou::db {
namespace {

Error text_error(std::string code, Text message) {
  return {.kind = ErrorKind::invalid, .code = std::move(code), .message = std::move(message)};
}

Result<void> check_arguments(std::span<const Value> args) {
  for (const auto& arg : args)
    if (const auto* text = std::get_if<std::string>(&arg)) TRY(check_text(*text));
  return {};
}

std::string insert_statement(const Table& table) {
  std::string columns;
  std::string parameters;
  std::size_t number = 0;
  for (const auto& field : table.row().fields) {
    columns += fmt::format("{}{}", number == 0 ? "" : ", ", field.name);
    parameters += fmt::format("{}${}", number == 0 ? "" : ", ", number + 1);
    ++number;
  }
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", table.name, columns, parameters);
}

}  // namespace

Result<void> check_text(std::string_view text) {
  if (text.find('\0') != std::string_view::npos)
    return fail(text_error("text_has_nul", {"文字中含有空字符（NUL）。", "The text contains a NUL character."}));
  if (!utf8::is_valid(text))
    return fail(text_error("text_not_utf8", {"文字不是有效的 UTF-8 编码。", "The text is not valid UTF-8."}));
  return {};
}

Error unique_error(const std::string& columns, std::string what_the_log_should_say) {
  return {.kind = ErrorKind::conflict,
          .code = "unique:" + columns,
          .message = {"已有相同的记录。", "There is already such a record."},
          .internal = {std::move(what_the_log_should_say)}};
}

Error foreign_key_error(std::string what_the_log_should_say) {
  return {.kind = ErrorKind::conflict,
          .code = "foreign_key",
          .message = {"所引用的记录不存在，或者该记录仍被引用。",
                      "A record it refers to does not exist, or it is still referred to."},
          .internal = {std::move(what_the_log_should_say)}};
}

bool is_postgres_url(std::string_view location) {
  return location.starts_with("postgres://") || location.starts_with("postgresql://");
}

Result<std::unique_ptr<Connection>> open_connection(const std::string& location, Access access) {
  return is_postgres_url(location) ? open_postgres(location, access) : open_sqlite(location, access);
}

Failure Connection::broken(State state, Error error) {
  if (state_ == State::good || state == State::lost) {
    state_ = state;
    fault_ = error;
  }
  return fail(std::move(error));
}

Failure Connection::note(Error error) { return broken(State::failed, std::move(error)); }

Result<void> Connection::check_usable() {
  if (state_ == State::good) return {};
  if (state_ != State::failed) return fail(fault_);
  return fail(internal_error("statement after a failed one in the same transaction: " + fault_.internal.value));
}

Result<void> Connection::begin(Access access) {
  TRY(check_usable());
  if (auto begun = do_begin(access); !begun) return note(std::move(begun).error());
  return {};
}

Result<void> Connection::commit() { return control("COMMIT"); }

Result<void> Connection::control(std::string_view sql) {
  TRY(check_usable());
  if (auto done = do_control(sql); !done) return note(std::move(done).error());
  return {};
}

void Connection::rollback() {
  if (state_ == State::lost) return;
  if (in_transaction()) {
    if (auto done = do_control("ROLLBACK"); !done) {
      broken(State::lost, std::move(done).error());
      return;
    }
  }
  state_ = State::good;
}

Result<void> Connection::rollback_to() {
  if (state_ == State::lost || state_ == State::restart) return fail(fault_);
  state_ = State::good;
  TRY(control("ROLLBACK TO SAVEPOINT job"));
  return control("RELEASE SAVEPOINT job");
}

Result<std::int64_t> Connection::execute(std::string_view sql, std::span<const Value> args, const RowSink& sink) {
  TRY(check_usable());
  if (auto valid = check_arguments(args); !valid) return note(std::move(valid).error());
  auto changed = do_execute(sql, args, sink);
  if (!changed) return note(std::move(changed).error());
  return changed;
}

Result<void> Connection::insert(const Table& table, const void* rows, std::size_t count, std::size_t stride) {
  TRY(check_usable());
  const auto fields = table.row().fields;
  std::vector<Value> args(fields.size());
  const auto row = [&](std::size_t i) -> Result<std::span<const Value>> {
    const auto* object = static_cast<const std::byte*>(rows) + i * stride;
    for (std::size_t f = 0; f < fields.size(); ++f) args[f] = to_value(fields[f].type(), fields[f].address_in(object));
    TRY(check_arguments(args));
    return std::span<const Value>(args);
  };
  if (auto done = do_insert(insert_statement(table), count, row); !done) return note(std::move(done).error());
  return {};
}

}  // namespace gulou::db
