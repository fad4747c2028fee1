#include "spine/workflow/machine.h"

#include <gtest/gtest.h>

namespace gulou::workflow {
namespace {

Machine report() {
  return {.object_kind = "test.report",
          .name = {"报告", "report"},
          .table = "test_report",
          .initial = "draft",
          .states = {{"draft", {"草稿", "Draft"}},
                     {"submitted", {"已提交", "Submitted"}},
                     {"accepted", {"已认可", "Accepted"}}},
          .actions = {{.name = "submit",
                       .label = {"提交", "Submit"},
                       .done = {"提交了报告", "submitted the report"},
                       .from = {"draft"},
                       .to = "submitted",
                       .permission = "test.submit"},
                      {.name = "return",
                       .label = {"退回", "Return"},
                       .done = {"退回了报告", "returned the report"},
                       .from = {"submitted"},
                       .to = "draft",
                       .permission = "test.review",
                       .where = Where::above,
                       .asks_reason = true},
                      {.name = "accept",
                       .label = {"认可", "Accept"},
                       .done = {"认可了报告", "accepted the report"},
                       .from = {"submitted"},
                       .to = "accepted",
                       .permission = "test.review",
                       .where = Where::above}}};
}

TEST(SEC17_Machine, AnotherPersonIsWantedOnlyThanForAKnownAction) {
  Machine machine = report();
  machine.actions[2].other_than = "submit";
  machine.actions[1].other_than = "create";
  EXPECT_TRUE(mistakes(machine).empty());
  machine.actions[2].other_than = "submitted";
  machine.actions[1].other_than = "return";
  EXPECT_EQ(
      mistakes(machine),
      (std::vector<std::string>{"test.report wants another person for return than for itself",
                                "test.report wants another person for accept than for the unknown action submitted"}));
}

std::vector<std::string> mistakes_after(void (*spoil)(Machine&)) {
  Machine machine = report();
  spoil(machine);
  return mistakes(machine);
}

TEST(Machine, a_sound_declaration_has_no_mistakes) { EXPECT_TRUE(mistakes(report()).empty()); }

TEST(Machine, each_mistake_is_named) {
  using Said = std::vector<std::string>;
  EXPECT_EQ(mistakes_after([](Machine& m) { m.initial = "nowhere"; }),
            (Said{"test.report starts in the unknown state 'nowhere'", "test.report never reaches the state draft",
                  "test.report never reaches the state submitted", "test.report never reaches the state accepted"}));
  EXPECT_EQ(mistakes_after([](Machine& m) { m.actions[0].to = "sent"; }),
            (Said{"test.report submit leads to the unknown state 'sent'",
                  "test.report never reaches the state submitted", "test.report never reaches the state accepted"}));
  EXPECT_EQ(
      mistakes_after([](Machine& m) { m.actions[2].from = {"ready"}; }),
      (Said{"test.report accept leaves the unknown state 'ready'", "test.report never reaches the state accepted"}));
  EXPECT_EQ(mistakes_after([](Machine& m) { m.actions[1].name = "accept"; }),
            (Said{"test.report declares the action accept twice"}));
  EXPECT_EQ(mistakes_after([](Machine& m) { m.actions[1].permission.clear(); }),
            (Said{"test.report lets anyone return"}));
  EXPECT_EQ(mistakes_after([](Machine& m) { m.actions[1].label.en.clear(); }),
            (Said{"test.report does not say the action return in both languages"}));
  EXPECT_EQ(mistakes_after([](Machine& m) { m.states.push_back(m.states.front()); }),
            (Said{"test.report declares the state draft twice"}));
  EXPECT_EQ(mistakes_after([](Machine& m) { m.states[1].label.zh.clear(); }),
            (Said{"test.report has no label for the state submitted"}));
  EXPECT_EQ(mistakes_after([](Machine& m) { m.actions[1].from.clear(); }),
            (Said{"test.report has no state from which one may return"}));
}

TEST(Machine, the_diagram_shows_states_actions_and_ends) {
  EXPECT_EQ(diagram(report()),
            "stateDiagram-v2\n"
            "  draft: 草稿\n"
            "  submitted: 已提交\n"
            "  accepted: 已认可\n"
            "  [*] --> draft\n"
            "  draft --> submitted: 提交\n"
            "  submitted --> draft: 退回\n"
            "  submitted --> accepted: 认可\n"
            "  accepted --> [*]\n");
}

}  // namespace
}  // namespace gulou::workflow
