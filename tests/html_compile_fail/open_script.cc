// expect: template_ends_inside_a_tag
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<script src=\"/a.js\">");
