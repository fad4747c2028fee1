#include "base/error.h"

#include <utility>

namespace gulou {

Error internal_error(std::string what_the_log_should_say) {
  return {.kind = ErrorKind::internal,
          .code = "internal",
          .message = {"服务器内部出错，已记录。", "Something went wrong on the server; it has been recorded."},
          .internal = {std::move(what_the_log_should_say)}};
}

Error unavailable_error(std::string code, std::string what_the_log_should_say) {
  return {.kind = ErrorKind::unavailable,
          .code = std::move(code),
          .message = {"系统暂时不可用，请稍后再试。", "Temporarily unavailable; please try again."},
          .internal = {std::move(what_the_log_should_say)}};
}

Error not_found_error(Text message) {
  return {.kind = ErrorKind::not_found, .code = "not_found", .message = std::move(message)};
}

Error invalid_fields(std::vector<FieldError> fields) {
  return {.kind = ErrorKind::invalid,
          .code = "invalid_fields",
          .message = {"有内容填写不正确，请按提示修改。", "Some fields are not right; please correct them."},
          .fields = std::move(fields)};
}

std::string describe_error(const Error& error) {
  std::string line = error.code + ": " + error.message.zh + " / " + error.message.en;
  for (const auto& field : error.fields)
    line += "\n  " + (field.pointer.empty() ? std::string("/") : field.pointer) + " [" + field.rule + "] " +
            field.message.zh + " / " + field.message.en;
  return line;
}

}  // namespace gulou
