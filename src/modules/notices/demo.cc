#include "modules/notices/demo.h"

#include <algorithm>
#include <array>

#include "modules/notices/recording.h"
#include "modules/notices/tone.h"
#include "spine/units/queries.h"

namespace gulou::notices {
namespace {

constexpr int days_out = 365;
constexpr int frames_of_recording = 168;  // six seconds
constexpr std::string_view kaili_code = "522601000000";
constexpr std::string_view prefecture_code = "522600000000";

enum class Place { prefecture, county, township, village };

struct DemoNotice {
  Place place;
  NoticeKind kind;
  std::string_view title;
  std::string_view text;
  std::optional<Language> read_out;
};

constexpr auto notices = std::to_array<DemoNotice>({
    {Place::prefecture, NoticeKind::service, "示例：高龄津贴怎样申请",
     "这是演示用的公告，内容为编造。\n年满 80 周岁的老人，可以由本人或家人到村（居）民委员会申请高龄津贴。\n"
     "请带身份证和户口簿。走不动的，村里派人上门。",
     std::nullopt},
    {Place::county, NoticeKind::safety, "示例：秋冬防火提醒",
     "这是演示用的公告，内容为编造。\n连续晴天，木房连片的寨子请注意：不在屋檐下烧火，用完的炭火浇透再倒，出门关电。\n"
     "发现火情，先喊人，再打 119。",
     Language::hea},
    {Place::township, NoticeKind::meeting, "示例：院坝会时间安排",
     "这是演示用的公告，内容为编造。\n本月院坝会逢赶场天的第二天晚上七点开，地点由各村通知。", std::nullopt},
    {Place::village, NoticeKind::affairs, "示例：本季度村务公开",
     "这是演示用的公告，内容为编造。\n一、公益岗位名单已经张贴在村务公开栏。\n二、寨中路灯维修已经完工，请大家看看还有"
     "哪盏不亮。\n"
     "三、有不同意见的，可以找村务监督委员会。",
     Language::zh},
    {Place::village, NoticeKind::service, "示例：流动服务车到村",
     "这是演示用的公告，内容为编造。\n每月 15 日上午，流动服务车停在鼓楼前，可以办理社保认证、缴费和打印证明。",
     std::nullopt},
});

using Places = std::array<std::optional<units::UnitSummary>, 4>;

Result<std::optional<units::UnitSummary>> unit_if_there(db::Reader& reader, std::string_view code) {
  auto unit = units::by_code(reader, code);
  if (unit) return std::optional(std::move(*unit));
  if (unit.error().kind == ErrorKind::not_found) return std::optional<units::UnitSummary>();
  return fail(std::move(unit).error());
}

// The village is the one in which the demo's people work: the first villagers' committee below Kaili (codes that end in
// 200 and more), or else the first community.
Result<Places> find_places(db::Reader& reader) {
  Places places;
  places[0] = TRY(unit_if_there(reader, prefecture_code));
  places[1] = TRY(unit_if_there(reader, kaili_code));
  if (!places[1]) return places;
  const auto villages = TRY(units::descendants(reader, *places[1], units::Level::village));
  if (villages.empty()) return places;
  const auto rural = std::ranges::find_if(
      villages, [](const auto& each) { return each.code.size() == 12 && each.code.substr(9) >= "200"; });
  places[3] = rural == villages.end() ? villages.front() : *rural;
  places[2] = TRY(units::ancestors(reader, *places[3])).back();
  return places;
}

Result<bool> is_there(db::Reader& reader, const units::UnitSummary& unit, std::string_view title) {
  const auto found = TRY(reader.integer("SELECT 1 FROM notice WHERE unit_id = $1 AND title = $2", unit.id, title));
  return found.has_value();
}

Result<void> read_out(const ModuleContext& context, const access::Caller& caller, const Id& notice, Language language) {
  const auto file = documents::add({context.database, context.files, context.attachment_owners, context.clock}, caller,
                                   {.owner_kind = notice_machine().object_kind,
                                    .owner_id = notice,
                                    .name = "机器合成.mp3",
                                    .bytes = chime(frames_of_recording)});
  // Nothing can be stored: a demo without sound is a demo still.
  if (!file && file.error().kind == ErrorKind::unavailable) return {};
  if (!file) return fail(file.error());
  const NewRecording wanted{.attachment = file->id,
                            .language = language,
                            .speaker = "机器合成的提示音（演示，不是人声）",
                            .consented_on = context.clock.today(),
                            .transcript = "（这里本来是一段人声。演示用机器合成的三个音代替，没有人说话。）"};
  TRY(context.database.write([&](db::Transaction& tx) { return add_recording(tx, context, caller, notice, wanted); }));
  return {};
}

Result<void> make(const ModuleContext& context, const access::Caller& caller, const units::UnitSummary& unit,
                  const DemoNotice& notice) {
  const auto today = context.clock.today();
  const Id id = TRY(context.database.write([&](db::Transaction& tx) {
    return begin_notice(tx, context, caller,
                        {.unit = unit.code,
                         .kind = notice.kind,
                         .title = std::string(notice.title),
                         .text = std::string(notice.text),
                         .from_on = today,
                         .until_on = today.plus_days(days_out),
                         .contact = "演示联系人，电话从略"},
                        true);
  }));
  if (notice.read_out) TRY(read_out(context, caller, id, *notice.read_out));
  return context.database.write([&](db::Transaction& tx) {
    return act_on_notice(tx, context, caller, id, "publish", {.version = 1, .reason = {}});
  });
}

}  // namespace

Result<std::int64_t> load_demo(const ModuleContext& context) {
  const auto caller = access::operator_on_shell(context.clock);
  const auto places = TRY(context.database.read(&find_places));
  std::int64_t made = 0;
  for (const auto& notice : notices) {
    const auto& unit = places.at(static_cast<std::size_t>(notice.place));
    if (!unit) continue;
    const bool there =
        TRY(context.database.read([&](db::Reader& reader) { return is_there(reader, *unit, notice.title); }));
    if (there) continue;
    TRY(make(context, caller, *unit, notice));
    ++made;
  }
  return made;
}

}  // namespace gulou::notices
