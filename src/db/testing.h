// Databases for tests. Every test that stores something takes one from here, so that the suite runs on both engines.
#pragma once

#include <memory>
#include <string>

#include "db/database.h"

namespace gulou::db {

// A fresh, empty database (nothing migrated), removed when it is destroyed.
// GULOU_TEST_DATABASE unset or "sqlite": a new file in the folder for temporary files. "postgres://…": a new schema in
// that database (scripts/postgres-test-server makes one). Ends the process if that does not work.
std::unique_ptr<Database> open_test_database(Options options = {});

// Where such a database is, for tests that open it a second time: pass it to Database::open.
std::string location_of(const Database& database);

}  // namespace gulou::db
