// The whole application takes what is due, by its clock, and the API's measures know of it.
#include <gtest/gtest.h>

#include "app/application.h"
#include "db/testing.h"
#include "spine/obligations/obligations.h"
#include "spine/units/store.h"

namespace gulou {
namespace {

TEST(ApplicationRunDue, TakesTheStepsThatAreDueByItsClock) {
  FixedClock clock(*Date::of(2026, 3, 2));
  auto application = app::Application::over(db::open_test_database(), clock);
  ASSERT_TRUE(application) << describe_error(application.error()) << application.error().internal.value;
  app::Application& gulou = **application;
  const ModuleContext context = gulou.context();

  const auto owed = gulou.database().write([&](db::Transaction& tx) -> Result<obligations::Obligation> {
    units::Unit above, county;
    above.id = Id::make(1);
    above.level = units::Level::prefecture;
    above.name = "黔东南州";
    above.path = "0001";
    county.id = Id::make(2);
    county.parent_id = above.id;
    county.level = units::Level::county;
    county.name = "某县";
    county.path = "00010001";
    county.county_id = county.id;
    TRY(tx.insert(units::unit_table, above));
    TRY(tx.insert(units::unit_table, county));
    const auto rule = TRY(context.rules.resolve("plan.supervise.answer", clock.today(), {}));
    return obligations::owe(tx, context, {county.id, "county", "plan.supervise", "plan.task", "1.1-2", "答复督办"},
                            rule);
  });
  ASSERT_TRUE(owed) << describe_error(owed.error()) << owed.error().internal.value;
  EXPECT_EQ(owed->due_on, *Date::of(2026, 3, 16));

  EXPECT_TRUE(gulou.run_due()->empty());
  clock.set(Date::of(2026, 3, 17)->start());
  EXPECT_EQ(*gulou.run_due(), std::vector<std::string>{"obligations: 1 warned, 1 escalated, 0 dates counted anew"});
  EXPECT_TRUE(gulou.run_due()->empty());
  EXPECT_NE(gulou.catalogue().find("obligations.timely"), nullptr);
}

}  // namespace
}  // namespace gulou
