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

inline Error papers_wanted() {
  return {.kind = ErrorKind::unsupported_type,
          .code = "file_type",
          .message = {"这里不收录音，只收文件和照片。", "No recordings here: documents and pictures only."}};
}

inline Error sound_wanted() {
  return {.kind = ErrorKind::unsupported_type,
          .code = "file_type",
          .message = {"录音只接受 MP3、M4A（AAC）和 AAC；不接受视频。",
                      "Of recordings, MP3, M4A (AAC) and AAC are taken; no video."}};
}

}  // namespace gulou::documents
