// Internal to rules: the files as they stand, read and checked each by itself. What needs all of them is in check.h.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/embedded.h"
#include "base/error.h"
#include "spine/rules/model.h"

namespace gulou::rules {

struct ParsedRule {
  Rule rule;       // without the values of places
  std::string at;  // "elections.json#/rules/3"
};

// The values that a place's file gives a rule.
struct ParsedPlace {
  std::string rule;
  PlaceValues place;
  std::string at;
};

struct Area {
  std::string name;
  std::string zh;
  std::string en;
};

struct Parsed {
  std::vector<Law> laws;
  std::vector<Source> sources;
  std::vector<Word> words;
  std::vector<Area> areas;
  std::vector<ParsedRule> rules;
  std::vector<ParsedPlace> places;
};

// Appends what is wrong to `errors`; pointers are "<file>#<JSON pointer>".
Parsed parse(std::span<const EmbeddedFile> files, std::vector<FieldError>& errors);

}  // namespace gulou::rules
