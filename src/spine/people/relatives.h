// Relatives who may be near ones (近亲属) by law: spouse, parents, children, brothers and sisters, grandparents of
// both sides, grandchildren of both sides. Which of them are, the rule people.relatives.near says (Civil Code Art.
// 1045). Derived from what is recorded: who is whose parent, who is married to whom,
// and what the members of a household are to its head. Pure.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "spine/people/model.h"

namespace gulou::people {

enum class Relation { spouse, parent, child, sibling, grandparent, grandchild };

constexpr auto describe(Tag<Relation>) {
  return enumeration("Relation",
                     "近亲属（民法典第1045条）：配偶，父母，子女，兄弟姐妹，祖父母、外祖父母，孙子女、外孙子女",
                     named(Relation::spouse, "spouse"), named(Relation::parent, "parent"),
                     named(Relation::child, "child"), named(Relation::sibling, "sibling"),
                     named(Relation::grandparent, "grandparent"), named(Relation::grandchild, "grandchild"));
}

// `person` is the other's parent, spouse, grandparent or sibling.
struct KnownTie {
  enum class Kind { parent, spouse, grandparent, sibling };
  Kind kind = Kind::parent;
  Id person;
  Id other;
};

struct Member {
  Id person;
  std::optional<Kinship> kinship;
};

// What the members of one household are to each other, as far as their kinship to the head says it. Other relatives and
// who is not related say nothing.
std::vector<KnownTie> ties_of_household(std::span<const Member> members);

// The word by which rules name such relatives: "parents".
std::string_view word_of(Relation relation);

struct Relative {
  Id person;
  Relation relation = Relation::spouse;  // the nearest, where somebody is more than one
  bool operator==(const Relative&) const = default;
};

// In the order of the Code, then of ids. Half-brothers and half-sisters count. A marriage that ended is not among
// `ties`.
std::vector<Relative> near_relatives(const Id& person, std::span<const KnownTie> ties);

}  // namespace gulou::people
