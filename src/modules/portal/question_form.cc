#include "modules/portal/question_form.h"

#include <fmt/format.h>

#include <algorithm>

#include "modules/portal/public_form.h"

namespace gulou::portal {
namespace {

using html::Html;
using Kind = Question::Kind;

// The hidden fields and the buttons of a walk.
constexpr std::string_view at_field = "at";      // the question that the page asked; empty on the last page
constexpr std::string_view done_field = "done";  // "1" once the last page was seen: from a question straight back to it
constexpr std::string_view go_field = "go";
constexpr std::string_view next = "next";
constexpr std::string_view back = "back";
constexpr std::string_view edit = "edit-";  // and the name of a question

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

std::vector<const Question*> of_kind(const QuestionForm& form, bool passwords) {
  std::vector<const Question*> out;
  for (const auto& each : form.questions)
    if ((each.kind == Kind::password) == passwords) out.push_back(&each);
  return out;
}

std::vector<const Question*> asked_one_by_one(const QuestionForm& form) { return of_kind(form, false); }
std::string pointer_to(const Question& question) { return fmt::format("/{}", question.name); }

std::size_t place_of(const std::vector<const Question*>& questions, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::find(questions, name, [](const Question* each) { return each->name; }) -
                                  questions.begin());
}

void set(TypedForm& typed, std::string_view name, std::string_view value) {
  std::erase_if(typed.values, [&](const auto& each) { return each.first == name; });
  typed.values.emplace_back(name, value);
}

// Where a walk stands: a question by its place, or the last page, which comes behind them.
std::size_t step_of(const QuestionForm& form, const TypedForm& typed) {
  const auto questions = asked_one_by_one(form);
  for (std::size_t i = 0; i < questions.size(); ++i)
    if (std::ranges::any_of(typed.errors,
                            [&](const auto& error) { return error.pointer == pointer_to(*questions[i]); }))
      return i;
  const bool begun = std::ranges::any_of(typed.values, [](const auto& each) { return each.first == at_field; });
  if (!begun) return typed.errors.empty() ? 0 : questions.size();
  return place_of(questions, typed.value(at_field));
}

bool is_last(const QuestionForm& form, std::size_t step) { return step >= asked_one_by_one(form).size(); }

// ---- fields

Html choice_field(const Question& question, const std::string& chosen) {
  const Html options = html::each(question.choices, [&](const auto& each) {
    return html::render("<option value=\"{}\"{@}>{}</option>", each.first,
                        html::attr_if(each.first == chosen, "selected", "selected"), each.second);
  });
  return html::render("<select id=\"{}\" name=\"{}\"{@}>{}</select>", question.name, question.name,
                      html::attr_if(question.required, "required", "required"), options);
}

Html input_field(const Question& question, const std::string& value) {
  const bool secret = question.kind == Kind::password;
  return html::render("<input id=\"{}\" name=\"{}\" type=\"{}\" autocomplete=\"{}\"{@} maxlength=\"{}\" value=\"{}\">",
                      question.name, question.name, std::string_view(secret ? "password" : "text"),
                      question.autocomplete, html::attr_if(question.required, "required", "required"), question.most,
                      secret ? std::string() : value);
}

Html area_field(const Question& question, const std::string& value) {
  return html::render("<textarea id=\"{}\" name=\"{}\" rows=\"5\" maxlength=\"{}\"{@}>{}</textarea>", question.name,
                      question.name, question.most, html::attr_if(question.required, "required", "required"), value);
}

Html field_of(const Question& question, const TypedForm& typed) {
  Html out = html::render("<label for=\"{}\">{}</label>", question.name, question.label);
  if (!question.hint.empty()) out += html::render("<p class=\"small mute\">{}</p>", question.hint);
  out += message_at(typed.errors, pointer_to(question));
  const auto value = typed.value(question.name);
  if (question.kind == Kind::choice) return out += choice_field(question, value);
  return out += question.kind == Kind::area ? area_field(question, value) : input_field(question, value);
}

Html fields_of(const std::vector<const Question*>& questions, const TypedForm& typed) {
  return html::each(questions, [&](const Question* each) { return field_of(*each, typed); });
}

// ---- forms

Html along_of(const QuestionForm& form) {
  return html::each(form.along, [](const auto& each) { return hidden_field(each.first, each.second); });
}

Html heading_of(const QuestionForm& form) {
  Html out = form.heading.empty() ? Html() : html::render("<h2>{}</h2>", form.heading);
  if (!form.small_print.empty()) out += html::render("<p class=\"small mute\">{}</p>", form.small_print);
  return out;
}

// The worker sends a form without cookies, so its address says the mode.
html::Url address_of(const QuestionForm& form, Letters letters) {
  const auto mode = form.keyed ? fmt::format("?elders={}", static_cast<int>(letters)) : std::string();
  return html::Url::parse(form.action + mode).value();
}

Html open_form(const QuestionForm& form, Letters letters, const Html& inside) {
  return html::render("<form class=\"card write\" method=\"post\" action=\"{}\">{}</form>", address_of(form, letters),
                      inside);
}

Html whole(const QuestionForm& form, const TypedForm& typed, Letters letters) {
  Html inside = heading_of(form);
  inside += message_at(typed.errors, "");
  inside += along_of(form);
  for (const auto& each : form.questions) inside += field_of(each, typed);
  inside += html::render("<button>{}</button>", form.button);
  if (form.keyed) inside += key_field();
  return open_form(form, letters, inside);
}

// Every answer but the one that is asked for goes along.
Html answers_along(const QuestionForm& form, const TypedForm& typed, std::string_view asked, std::string_view at) {
  Html out = along_of(form);
  for (const auto* each : asked_one_by_one(form))
    if (each->name != asked) out += hidden_field(each->name, typed.value(each->name));
  return out += hidden_field(at_field, at);
}

Html way_back() {
  return html::render("<button class=\"back\" name=\"go\" value=\"back\" formnovalidate>上一步</button>");
}

// 下一步 comes before 上一步, for the Enter key presses the first button.
Html one_question(const QuestionForm& form, const TypedForm& typed, Letters letters, std::size_t step) {
  const auto& question = *asked_one_by_one(form)[step];
  Html inside = message_at(typed.errors, "");
  inside += field_of(question, typed);
  inside += answers_along(form, typed, question.name, question.name);
  if (typed.value(done_field) == "1") inside += hidden_field(done_field, "1");
  inside += html::render("<button name=\"go\" value=\"next\">下一步</button>");
  if (step > 0) inside += way_back();
  return open_form(form, letters, inside);
}

std::string answer_of(const Question& question, const TypedForm& typed) {
  const auto value = typed.value(question.name);
  if (question.kind != Kind::choice) return value;
  const auto chosen = std::ranges::find(question.choices, value, [](const auto& each) { return each.first; });
  return chosen == question.choices.end() ? std::string() : chosen->second;
}

// A form of its own, so that the Enter key in a password does not press one of these. Without the name of a button
// (browsers that cannot say which was pressed) it leads back to the last page.
Html answers_to_change(const QuestionForm& form, const TypedForm& typed, Letters letters) {
  const Html lines = html::each(asked_one_by_one(form), [&](const Question* each) {
    const auto answer = answer_of(*each, typed);
    return html::render(
        "<li><p class=\"small mute\">{}</p><p class=\"typed\">{}</p><button class=\"back\" name=\"go\" "
        "value=\"edit-{}\" aria-label=\"改：{}\">改</button></li>",
        each->label, is_blank(answer) ? std::string("（没有写）") : answer, each->name, each->label);
  });
  Html inside = html::render("<h2>请看一遍，对了再{}</h2><ol class=\"steps\">{}</ol>", form.button, lines);
  inside += answers_along(form, typed, "", "answers");
  inside += hidden_field(done_field, "1");
  return open_form(form, letters, inside);
}

Html last_page(const QuestionForm& form, const TypedForm& typed, Letters letters) {
  Html inside = message_at(typed.errors, "");
  inside += fields_of(of_kind(form, true), typed);
  inside += answers_along(form, typed, "", "");
  inside += hidden_field(done_field, "1");
  inside += html::render("<button>{}</button>", form.button);
  const bool walk = !asked_one_by_one(form).empty();  // passwords alone are one page
  if (walk) inside += way_back();
  if (!form.small_print.empty()) inside += html::render("<p class=\"small mute\">{}</p>", form.small_print);
  if (form.keyed) inside += key_field();
  Html out = walk ? answers_to_change(form, typed, letters) : Html();
  return out += open_form(form, letters, inside);
}

TypedForm stay(const Question& question, TypedForm typed) {
  typed.errors = {{pointer_to(question), "required", {"这一项要填写，才能继续。", "This is needed to go on."}}};
  return typed;
}

// "第 2 步，共 4 步" in elders' mode, else empty.
std::string step_words(const QuestionForm& form, const TypedForm& typed, Letters letters) {
  if (letters == Letters::standard) return {};
  const auto all = asked_one_by_one(form).size() + 1;
  if (all == 1) return {};
  return fmt::format("第 {} 步，共 {} 步", std::min(step_of(form, typed) + 1, all), all);
}

}  // namespace

bool is_walking(const TypedForm& typed) { return !typed.value(go_field).empty() || !typed.value(at_field).empty(); }

TypedForm walked(const QuestionForm& form, TypedForm typed) {
  typed.errors.clear();
  const auto questions = asked_one_by_one(form);
  if (questions.empty()) return at_the_end(form, std::move(typed));
  const auto at = place_of(questions, typed.value(at_field));
  auto go = typed.value(go_field);
  if (go.starts_with(edit)) {
    set(typed, done_field, "1");
    set(typed, at_field, go.substr(edit.size()));
    return typed;
  }
  if (go == back) {
    set(typed, at_field, questions[std::min(at, questions.size()) - (at == 0 ? 0 : 1)]->name);
    return typed;
  }
  if (at < questions.size() && questions[at]->required && is_blank(typed.value(questions[at]->name)))
    return stay(*questions[at], std::move(typed));
  if (typed.value(done_field) == "1" || at + 1 >= questions.size()) return at_the_end(form, std::move(typed));
  set(typed, at_field, questions[at + 1]->name);
  return typed;
}

TypedForm at_the_end(const QuestionForm& form, TypedForm typed) {
  set(typed, at_field, "");
  set(typed, done_field, "1");
  for (const auto* each : asked_one_by_one(form))
    if (each->required && is_blank(typed.value(each->name))) return stay(*each, std::move(typed));
  return typed;
}

Html form_html(const QuestionForm& form, const TypedForm& typed, Letters letters) {
  if (letters == Letters::standard) return whole(form, typed, letters);
  const auto step = step_of(form, typed);
  return is_last(form, step) ? last_page(form, typed, letters) : one_question(form, typed, letters, step);
}

bool is_first_page(const QuestionForm& form, const TypedForm& typed, Letters letters) {
  return letters == Letters::standard || step_of(form, typed) == 0;
}

std::string step_title(const QuestionForm& form, const TypedForm& typed, Letters letters) {
  const auto words = step_words(form, typed, letters);
  return words.empty() ? words : fmt::format("（{}）", words);
}

Html step_line(const QuestionForm& form, const TypedForm& typed, Letters letters) {
  const auto words = step_words(form, typed, letters);
  return words.empty() ? Html() : html::render("<p class=\"small mute\">{}</p>", words);
}

Html answers_html(const QuestionForm& form, const TypedForm& typed) {
  const Html lines = html::each(asked_one_by_one(form), [&](const Question* each) -> Html {
    const auto answer = answer_of(*each, typed);
    if (is_blank(answer)) return {};
    return html::render("<dt>{}</dt><dd class=\"typed\">{}</dd>", each->label, answer);
  });
  return lines.empty() ? Html() : html::render("<dl class=\"facts\">{}</dl>", lines);
}

Html hidden_field(std::string_view name, std::string_view value) {
  return html::render("<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, value);
}

}  // namespace gulou::portal
