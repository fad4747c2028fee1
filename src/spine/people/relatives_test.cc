// Near relatives by Civil Code 1045, on families made up for it.
#include "spine/people/relatives.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace gulou::people {
namespace {

using Kind = KnownTie::Kind;

Id id(int n) { return *Id::parse("00000000-0000-7000-8000-0000000000" + std::to_string(10 + n)); }

// grandfather + grandmother > father, aunt; father + mother > me, brother; me + wife > son > grandson;
// mother + other > half-sister; aunt > cousin.
struct Family {
  Id grandfather = id(1), grandmother = id(2), father = id(3), aunt = id(4), mother = id(5), me = id(6),
     brother = id(7), wife = id(8), son = id(9), grandson = id(10), half_sister = id(11), cousin = id(12),
     other = id(13), granddaughter = id(14);
  std::vector<KnownTie> ties{{Kind::parent, grandfather, father},
                             {Kind::parent, grandmother, father},
                             {Kind::parent, grandfather, aunt},
                             {Kind::parent, father, me},
                             {Kind::parent, mother, me},
                             {Kind::parent, father, brother},
                             {Kind::parent, mother, brother},
                             {Kind::spouse, me, wife},
                             {Kind::parent, me, son},
                             {Kind::parent, son, grandson},
                             {Kind::parent, mother, half_sister},
                             {Kind::parent, aunt, cousin},
                             {Kind::spouse, mother, other},
                             {Kind::parent, son, granddaughter}};
  std::map<Id, Relation> of(const Id& person) const {
    std::map<Id, Relation> out;
    for (const auto& each : near_relatives(person, ties)) out.emplace(each.person, each.relation);
    return out;
  }
};

TEST(Relatives, are_those_of_article_1045_and_nobody_else) {
  const Family family;
  EXPECT_EQ(family.of(family.me), (std::map<Id, Relation>{{family.wife, Relation::spouse},
                                                          {family.father, Relation::parent},
                                                          {family.mother, Relation::parent},
                                                          {family.son, Relation::child},
                                                          {family.brother, Relation::sibling},
                                                          {family.half_sister, Relation::sibling},
                                                          {family.grandfather, Relation::grandparent},
                                                          {family.grandmother, Relation::grandparent},
                                                          {family.grandson, Relation::grandchild},
                                                          {family.granddaughter, Relation::grandchild}}));
  // Neither aunts, cousins, nor the spouse's parents.
  EXPECT_EQ(family.of(family.wife), (std::map<Id, Relation>{{family.me, Relation::spouse}}));
  EXPECT_FALSE(family.of(family.me).contains(family.aunt));
  EXPECT_FALSE(family.of(family.cousin).contains(family.father));
}

TEST(Relatives, come_in_the_order_of_the_code) {
  const Family family;
  const auto list = near_relatives(family.me, family.ties);
  for (std::size_t i = 1; i < list.size(); ++i) EXPECT_LE(list[i - 1].relation, list[i].relation);
}

TEST(Relatives, are_mutual_in_random_families) {
  const std::map<Relation, Relation> back{
      {Relation::spouse, Relation::spouse},          {Relation::parent, Relation::child},
      {Relation::child, Relation::parent},           {Relation::sibling, Relation::sibling},
      {Relation::grandparent, Relation::grandchild}, {Relation::grandchild, Relation::grandparent}};
  std::mt19937 random(20260129);
  for (int round = 0; round < 200; ++round) {
    std::vector<KnownTie> ties;
    std::vector<Id> people;
    for (int i = 0; i < 25; ++i) people.push_back(id(i));
    // Parents are always of the generation before, so nobody is their own ancestor.
    for (std::size_t child = 5; child < people.size(); ++child)
      for (int parent = 0; parent < 2; ++parent)
        if (random() % 3 != 0)
          ties.push_back({Kind::parent, people[(child / 5 - 1) * 5 + random() % 5], people[child]});
    for (std::size_t i = 0; i + 1 < people.size(); i += 5)
      if (random() % 2) ties.push_back({Kind::spouse, people[i], people[i + 1]});
    for (const auto& one : people)
      for (const auto& relative : near_relatives(one, ties)) {
        EXPECT_NE(relative.person, one);
        const auto theirs = near_relatives(relative.person, ties);
        const auto me = std::ranges::find(theirs, one, &Relative::person);
        ASSERT_NE(me, theirs.end());
        // Who is two things at once is shown as the nearer from either side; spouses who are siblings are not made
        // here.
        if (relative.relation != Relation::spouse && me->relation != Relation::spouse) {
          EXPECT_EQ(me->relation, back.at(relative.relation));
        }
      }
  }
}

TEST(Relatives, a_household_says_what_its_members_are_to_its_head) {
  const std::vector<Member> members{{id(1), Kinship::head},        {id(2), Kinship::spouse},
                                    {id(3), Kinship::son},         {id(4), Kinship::daughter},
                                    {id(5), Kinship::grandchild},  {id(6), Kinship::parent},
                                    {id(7), Kinship::sibling},     {id(8), Kinship::other_relative},
                                    {id(9), Kinship::not_related}, {id(10), Kinship::grandparent},
                                    {id(11), std::nullopt}};
  const auto ties = ties_of_household(members);
  std::map<Id, Relation> of_head;
  for (const auto& each : near_relatives(id(1), ties)) of_head.emplace(each.person, each.relation);
  EXPECT_EQ(of_head, (std::map<Id, Relation>{{id(2), Relation::spouse},
                                             {id(3), Relation::child},
                                             {id(4), Relation::child},
                                             {id(5), Relation::grandchild},
                                             {id(6), Relation::parent},
                                             {id(7), Relation::sibling},
                                             {id(10), Relation::grandparent}}));
  // The children of one head are brother and sister.
  const auto of_son = near_relatives(id(3), ties);
  EXPECT_NE(std::ranges::find(of_son, Relative{id(4), Relation::sibling}), of_son.end());
  EXPECT_NE(std::ranges::find(of_son, Relative{id(6), Relation::grandparent}), of_son.end());
}

TEST(Relatives, a_household_without_a_head_says_nothing) {
  EXPECT_TRUE(ties_of_household(std::vector<Member>{{id(2), Kinship::spouse}, {id(3), Kinship::son}}).empty());
}

}  // namespace
}  // namespace gulou::people
