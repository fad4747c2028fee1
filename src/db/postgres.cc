#include "db/connection.h"

namespace gulou::db {
Result<std::unique_ptr<Connection>> open_postgres(const std::string&, Access) {
  return fail(internal_error("not yet"));
}
}  // namespace gulou::db
