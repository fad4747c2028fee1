// The server's log in files of its own, one a day, kept for as long as the law asks at least (SEC-43; 网络安全法: not
// less than six months, rule "logs.kept").
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "spine/rules/library.h"

namespace gulou::app {

inline constexpr std::string_view log_rule = "logs.kept";

class DailyLog {
 public:
  // Lines go to FOLDER/gulou-YYYY-MM-DD.log, by the date in Asia/Shanghai, readable by their owner alone. Files of days
  // more than `keep_days` ago are deleted when a day begins; nothing else in the folder is touched. Errors:
  // invalid_fields "--keep-logs" "too_few" for fewer days than the rule asks for today; unavailable for a folder that
  // cannot be written to.
  static Result<std::unique_ptr<DailyLog>> open(std::filesystem::path folder, const Clock& clock,
                                                const rules::Library& rules, std::int64_t keep_days);

  // Any thread. A line that cannot be written goes to standard error instead.
  void write(std::string_view line);

 private:
  DailyLog(std::filesystem::path folder, const Clock& clock, std::int64_t keep_days)
      : folder_(std::move(folder)), clock_(clock), keep_days_(keep_days) {}
  bool begin(Date day);
  void remove_old(Date today) const;

  const std::filesystem::path folder_;
  const Clock& clock_;
  const std::int64_t keep_days_;
  std::mutex mutex_;
  Date day_;
  std::ofstream file_;
};

}  // namespace gulou::app
