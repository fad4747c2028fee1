// Internal to people: the first sheet of an xlsx file that is not hidden.
#pragma once

#include "spine/people/table_file.h"

namespace gulou::people {

// Errors as of read_table().
Result<TableFile> read_xlsx(std::string_view bytes);

}  // namespace gulou::people
