// Refusals of files that more than one part makes.
#pragma once

#include "base/error.h"

namespace gulou::documents {

inline Error file_damaged() {
  return {.kind = ErrorKind::invalid,
          .code = "file_damaged",
          .message = {"文件不完整或已损坏，请重新保存后再上传。",
                      "The file is damaged or incomplete; save it again and send that."}};
}

}  // namespace gulou::documents
