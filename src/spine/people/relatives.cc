#include "spine/people/relatives.h"

#include <algorithm>
#include <map>
#include <set>

namespace gulou::people {
namespace {

using Kind = KnownTie::Kind;
using Ids = std::set<Id>;

class Kin {
 public:
  explicit Kin(std::span<const KnownTie> ties) {
    for (const auto& tie : ties) {
      auto& [up, down] = sides_[tie.kind];
      up[tie.other].insert(tie.person);
      down[tie.person].insert(tie.other);
    }
  }
  // Those who are such to somebody (`up`), and those to whom somebody is such.
  Ids up(Kind kind, const Id& of) const { return find(kind, of, true); }
  Ids down(Kind kind, const Id& of) const { return find(kind, of, false); }
  Ids either(Kind kind, const Id& of) const { return joined(up(kind, of), down(kind, of)); }

  Ids parents(const Id& of) const { return up(Kind::parent, of); }
  Ids children(const Id& of) const { return down(Kind::parent, of); }

  // Of children of one parent, one may be recorded as the other's brother or sister: theirs are all the same.
  Ids siblings(const Id& of) const {
    Ids all{of};
    for (Ids fresh{of}; !fresh.empty();) {
      Ids next;
      for (const auto& each : fresh)
        for (const auto& sibling : either(Kind::sibling, each))
          if (all.insert(sibling).second) next.insert(sibling);
      fresh = std::move(next);
    }
    for (const auto& parent : parents(of)) all = joined(std::move(all), children(parent));
    all.erase(of);
    return all;
  }
  Ids grandparents(const Id& of) const {
    auto all = up(Kind::grandparent, of);
    for (const auto& parent : parents(of)) all = joined(std::move(all), parents(parent));
    return all;
  }
  Ids grandchildren(const Id& of) const {
    auto all = down(Kind::grandparent, of);
    for (const auto& child : children(of)) all = joined(std::move(all), children(child));
    return all;
  }

  static Ids joined(Ids one, const Ids& other) {
    one.insert(other.begin(), other.end());
    return one;
  }

 private:
  struct Sides {
    std::map<Id, Ids> up;
    std::map<Id, Ids> down;
  };
  Ids find(Kind kind, const Id& of, bool upwards) const {
    const auto sides = sides_.find(kind);
    if (sides == sides_.end()) return {};
    const auto& side = upwards ? sides->second.up : sides->second.down;
    const auto found = side.find(of);
    return found == side.end() ? Ids() : found->second;
  }

  std::map<Kind, Sides> sides_;
};

std::optional<KnownTie> tie_to_head(const Id& head, const Id& member, Kinship kinship) {
  switch (kinship) {
    case Kinship::spouse:
      return KnownTie{Kind::spouse, head, member};
    case Kinship::son:
    case Kinship::daughter:
      return KnownTie{Kind::parent, head, member};
    case Kinship::grandchild:
      return KnownTie{Kind::grandparent, head, member};
    case Kinship::parent:
      return KnownTie{Kind::parent, member, head};
    case Kinship::grandparent:
      return KnownTie{Kind::grandparent, member, head};
    case Kinship::sibling:
      return KnownTie{Kind::sibling, head, member};
    case Kinship::head:
    case Kinship::other_relative:
    case Kinship::not_related:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::vector<KnownTie> ties_of_household(std::span<const Member> members) {
  const auto head = std::ranges::find_if(members, [](const Member& each) { return each.kinship == Kinship::head; });
  std::vector<KnownTie> ties;
  if (head == members.end()) return ties;
  for (const auto& member : members)
    if (member.kinship && member.person != head->person)
      if (auto tie = tie_to_head(head->person, member.person, *member.kinship)) ties.push_back(std::move(*tie));
  return ties;
}

std::string_view word_of(Relation relation) {
  switch (relation) {
    case Relation::spouse:
      return "spouse";
    case Relation::parent:
      return "parents";
    case Relation::child:
      return "children";
    case Relation::sibling:
      return "siblings";
    case Relation::grandparent:
      return "grandparents";
    case Relation::grandchild:
      return "grandchildren";
  }
  return "";
}

std::vector<Relative> near_relatives(const Id& person, std::span<const KnownTie> ties) {
  const Kin kin(ties);
  std::vector<Relative> out;
  Ids seen{person};
  const auto add = [&](Relation relation, const Ids& who) {
    for (const auto& each : who)
      if (seen.insert(each).second) out.push_back({each, relation});
  };
  add(Relation::spouse, kin.either(Kind::spouse, person));
  add(Relation::parent, kin.parents(person));
  add(Relation::child, kin.children(person));
  add(Relation::sibling, kin.siblings(person));
  add(Relation::grandparent, kin.grandparents(person));
  add(Relation::grandchild, kin.grandchildren(person));
  return out;
}

}  // namespace gulou::people
