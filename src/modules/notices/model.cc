#include "modules/notices/model.h"

#include <fmt/format.h>

#include "spine/documents/file_type.h"

namespace gulou::notices {

Text label_of(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::affairs:
      return {"村（居）务公开", "Public affairs"};
    case NoticeKind::finance:
      return {"财务公开", "Accounts"};
    case NoticeKind::meeting:
      return {"会议通知", "Meeting"};
    case NoticeKind::service:
      return {"便民服务", "Service"};
    case NoticeKind::safety:
      return {"安全提醒", "Safety"};
    case NoticeKind::other:
      return {"其他公告", "Other"};
  }
  return {};
}

Text label_of(Language language) {
  switch (language) {
    case Language::zh:
      return {"汉语", "Chinese"};
    case Language::hea:
      return {"苗语（黔东北部）", "Miao, northern Qiandong"};
    case Language::hmq:
      return {"苗语（黔东东部）", "Miao, eastern Qiandong"};
    case Language::hms:
      return {"苗语（黔东南部）", "Miao, southern Qiandong"};
    case Language::doc:
      return {"侗语（北部）", "Dong, northern"};
    case Language::kmc:
      return {"侗语（南部）", "Dong, southern"};
  }
  return {};
}

std::string address_of(const PublicRecording& recording) {
  const auto* type = documents::file_type_of(recording.media_type);
  return fmt::format("/recordings/{}.{}", recording.id.text(), type ? type->endings[0] : "bin");
}

std::string length_zh(std::int64_t milliseconds) {
  const auto seconds = (milliseconds + 999) / 1000;
  if (seconds < 60) return fmt::format("{} 秒", seconds);
  if (seconds % 60 == 0) return fmt::format("{} 分钟", seconds / 60);
  return fmt::format("{} 分 {} 秒", seconds / 60, seconds % 60);
}

std::string length_en(std::int64_t milliseconds) {
  const auto seconds = (milliseconds + 999) / 1000;
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds % 60 == 0) return fmt::format("{} min", seconds / 60);
  return fmt::format("{} min {} s", seconds / 60, seconds % 60);
}

std::vector<std::string_view> paragraphs_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    const auto first = line.find_first_not_of(" \t\r");
    if (first != std::string_view::npos) {
      line = line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
      out.push_back(line);
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace gulou::notices
