// What xlsx and CSV share.
#pragma once

#include "spine/documents/spreadsheet.h"

namespace gulou::documents {

inline constexpr std::string_view demo_word = "示例数据";

// Fails (internal) if a cell is not of its column's kind, a row of another length, or a text invalid UTF-8.
Result<void> check_sheet(const Sheet& sheet);

}  // namespace gulou::documents
