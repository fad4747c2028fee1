// Forms of the public pages, described once and shown in two ways: whole on one page, or in elders' mode as a walk, one
// question on a page, with a last page that shows every answer before anything is sent. Without script: the answers go
// along as hidden fields by POST, never in an address. A password is asked on the last page and never given back.
//
// A page that has such a form
//   - shows form_html(form, typed, letters), and step_words where it stands,
//   - when its form is sent asks is_walking first, and if so shows the page again with walked(form, typed): a step
//   stores
//     nothing; else it takes the form, and shows what was wrong at its question.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "modules/portal/frame.h"
#include "modules/portal/typed_form.h"
#include "net/html.h"

namespace gulou::portal {

struct Question {
  enum class Kind { text, password, area, choice };
  std::string_view name;
  std::string_view label;
  std::string_view hint = {};
  Kind kind = Kind::text;
  bool required = true;
  std::size_t most = 200;  // characters
  std::string_view autocomplete = "off";
  std::vector<std::pair<std::string, std::string>> choices = {};  // value and label
};

struct QuestionForm {
  std::string action;  // local, without a query
  std::string title;   // of its page
  std::string heading = {};
  std::string small_print = {};
  std::vector<Question> questions;
  std::string_view button;
  std::vector<std::pair<std::string, std::string>> along = {};  // hidden fields, as they are
  bool keyed = false;                                           // may be sent again (public_form.h)
};

// Did the button lead to another question, and not send the form?
bool is_walking(const TypedForm& typed);
// What was typed, come to the question that was asked for; an answer that is wanted and missing keeps where one is,
// with a message.
TypedForm walked(const QuestionForm& form, TypedForm typed);
// Come to the last page, or to the first question without the answer that is wanted.
TypedForm at_the_end(const QuestionForm& form, TypedForm typed);

html::Html form_html(const QuestionForm& form, const TypedForm& typed, Letters letters);
// "第 2 步，共 4 步" in elders' mode, else empty; and the same as a line of the page.
std::string step_words(const QuestionForm& form, const TypedForm& typed, Letters letters);
html::Html step_line(const QuestionForm& form, const TypedForm& typed, Letters letters);

// What was typed, but for passwords, each answer under its question; empty if nothing was.
html::Html answers_html(const QuestionForm& form, const TypedForm& typed);
html::Html hidden_field(std::string_view name, std::string_view value);

}  // namespace gulou::portal
