#version 330 core
// A picture that lies in the world: where there is a closer one of a part of it, that.
uniform sampler2D picture;  // colours multiplied by alpha
uniform vec2 centre;        // of the view, as a part of the picture
uniform vec2 per_pixel;
#ifdef CLOSE
uniform sampler2D close;
uniform vec2 close_centre;
uniform vec2 close_per_pixel;
#endif
uniform vec2 half_size;     // of the map, pixels
uniform float opacity;
out vec4 colour;

bool inside(vec2 at) { return all(greaterThanEqual(at, vec2(0))) && all(lessThanEqual(at, vec2(1))); }

void main() {
    vec2 pixel = gl_FragCoord.xy - half_size;
    vec2 at = centre + pixel * per_pixel;
    colour = texture(picture, at) * (inside(at) ? opacity : 0.0);
#ifdef CLOSE
    vec2 near = close_centre + pixel * close_per_pixel;
    vec4 fine = texture(close, near) * opacity;
    colour = inside(near) ? fine : colour;
#endif
}
