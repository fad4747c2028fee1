#include "spine/documents/export_mark.h"

#include <fmt/format.h>

namespace gulou::documents {

Text label(Purpose purpose) {
  switch (purpose) {
    case Purpose::report:
      return {"报送上级", "Report to a superior"};
    case Purpose::meeting:
      return {"会议讨论", "For a meeting"};
    case Purpose::check:
      return {"核对数据", "To check the data"};
    case Purpose::filing:
      return {"归档", "For the files"};
    case Purpose::posting:
      return {"张贴公示", "To be posted"};
    case Purpose::own_copy:
      return {"本人副本", "A copy of one's own"};
    case Purpose::other:
      return {"其他", "Other"};
  }
  return {};
}

Text label(net::DataClass data) {
  switch (data) {
    case net::DataClass::public_:
      return {"公开", "Public"};
    case net::DataClass::internal:
      return {"内部资料", "Internal"};
    case net::DataClass::personal:
      return {"含个人信息", "Personal data"};
    case net::DataClass::sensitive:
      return {"含敏感个人信息", "Sensitive personal data"};
  }
  return {};
}

std::string short_mark(const ExportMark& mark) {
  return fmt::format("{} 导出编号{}", label(mark.data).zh, mark.number);
}

std::string moment_zh(Instant at) {
  const auto day = Date::of(at);
  const auto minutes = (at.ms() - day.start().ms()) / 60'000;
  return fmt::format("{}{:02}:{:02}", day.text_zh(), minutes / 60, minutes % 60);
}

std::string full_mark(const ExportMark& mark) {
  const auto agreed = mark.approver.empty() ? std::string() : fmt::format(" 批准：{}", mark.approver);
  return fmt::format("{} {} {}{} 用途：{}（{}）", short_mark(mark), moment_zh(mark.at), mark.requester, agreed,
                     label(mark.purpose).zh, mark.note);
}

}  // namespace gulou::documents
