// What a file that leaves the house carries, so that whoever finds it can tell where it comes from: how carefully it is
// to be handled, who took it, when, what for, and the number under which the journal knows that (SEC-58).
#pragma once

#include <cstdint>
#include <string>

#include "base/describe.h"
#include "base/error.h"
#include "base/time.h"
#include "net/http.h"

namespace gulou::documents {

enum class Purpose { report, meeting, check, filing, posting, own_copy, other };

constexpr auto describe(Tag<Purpose>) {
  return enumeration("ExportPurpose", "What a file is taken out of the house for", named(Purpose::report, "report"),
                     named(Purpose::meeting, "meeting"), named(Purpose::check, "check"),
                     named(Purpose::filing, "filing"), named(Purpose::posting, "posting"),
                     named(Purpose::own_copy, "own_copy"), named(Purpose::other, "other"));
}

Text label(Purpose purpose);
Text label(net::DataClass data);

struct ExportMark {
  std::int64_t number = 0;  // of the journal's entry
  net::DataClass data = net::DataClass::internal;
  Instant at;
  std::string requester;      // the account's shown name, and its post with the unit
  std::string approver = {};  // the same of who agreed; empty if nobody had to
  Purpose purpose = Purpose::other;
  std::string note;  // what for, in words
};

// "内部资料 导出编号1234": for margins, where there is little room.
std::string short_mark(const ExportMark& mark);
// All of it on one line: "内部资料 导出编号1234 2016年7月1日10:30 测试甲（州民政局） 用途：会议讨论（季度例会）";
// after the requester "批准：…", if a second person agreed.
std::string full_mark(const ExportMark& mark);
// The moment in Asia/Shanghai: "2016年7月1日10:30".
std::string moment_zh(Instant at);

}  // namespace gulou::documents
