#include "app/daily_log.h"

#include <fmt/format.h>

#include <cstdio>

#include "spine/rules/judge.h"

namespace gulou::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "gulou-";
constexpr std::string_view ending = ".log";

std::string name_of_day(Date day) { return fmt::format("{}{}{}", prefix, day.text(), ending); }

// The day of a file of ours; nothing for any other.
std::optional<Date> day_of(std::string_view name) {
  if (!name.starts_with(prefix) || !name.ends_with(ending)) return std::nullopt;
  return Date::parse(name.substr(prefix.size(), name.size() - prefix.size() - ending.size()));
}

}  // namespace

Result<std::unique_ptr<DailyLog>> DailyLog::open(fs::path folder, const Clock& clock, const rules::Library& rules,
                                                 std::int64_t keep_days) {
  // The text was not read, but whoever keeps logs for longer breaks no law: the number is held to all the same.
  const auto least = TRY(rules::term_of(TRY(rules.resolve(log_rule, clock.today(), {})))).count;
  if (keep_days < least)
    return fail(invalid_fields(
        {{"--keep-logs",
          "too_few",
          {fmt::format("日志至少保存{}天（网络安全法：不少于六个月）。", least),
           fmt::format("Logs are kept for {} days at least (Cybersecurity Law: six months).", least)}}}));
  std::error_code failure;
  fs::create_directories(folder, failure);
  std::unique_ptr<DailyLog> log(new DailyLog(std::move(folder), clock, keep_days));
  if (!log->begin(clock.today()))
    return fail(unavailable_error("log_unavailable", "cannot write to " + log->folder_.string()));
  return log;
}

void DailyLog::write(std::string_view line) {
  const std::lock_guard lock(mutex_);
  if (const Date today = clock_.today(); today != day_) begin(today);
  file_ << line << '\n' << std::flush;
  if (file_) return;
  file_.clear();
  fmt::print(stderr, "{}\n", line);
}

bool DailyLog::begin(Date day) {
  day_ = day;
  const auto path = folder_ / name_of_day(day);
  file_ = std::ofstream(path, std::ios::app);
  std::error_code ignored;
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write, ignored);
  remove_old(day);
  return file_.is_open();
}

void DailyLog::remove_old(Date today) const {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder_, ignored)) {
    const auto day = day_of(entry.path().filename().string());
    if (day && entry.is_regular_file(ignored) && day->days_until(today) > keep_days_) fs::remove(entry.path(), ignored);
  }
}

}  // namespace gulou::app
