// expect: html_belongs_between_tags
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<p title=\"{}\">", text("a"));
