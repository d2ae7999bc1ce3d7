import { _ } from "./words.js";

/**
 * A video or playlist behind a picture: no other host is asked before the reader presses play.
 *
 * Without this script the picture is a link to YouTube. With it the picture is a button, and
 * pressing it puts the player of youtube-nocookie.com in its place.
 */
class TopicsiteVideo extends HTMLElement {
  connectedCallback() {
    const link = this.querySelector("a.ts-poster");
    if (!link) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = link.className;
    button.append(...link.childNodes);
    const { title } = this.dataset;
    button.querySelector(".ts-sr").textContent = _("Play: %(title)s. Loads from youtube-nocookie.com.", { title });
    button.addEventListener("click", () => this.play(), { once: true });
    link.replaceWith(button);
  }

  play() {
    const player = document.createElement("iframe");
    const { video, playlist } = this.dataset;
    const shown = playlist
      ? `videoseries?list=${encodeURIComponent(playlist)}&`
      : `${encodeURIComponent(video)}?`;
    player.src = `https://www.youtube-nocookie.com/embed/${shown}autoplay=1&rel=0`;
    player.title = this.dataset.title;
    // YouTube refuses players that do not say which site they stand on (error 153).
    player.referrerPolicy = "strict-origin-when-cross-origin";
    player.allow =
      "accelerometer; autoplay; clipboard-write; encrypted-media; fullscreen; gyroscope; picture-in-picture";
    player.allowFullscreen = true;
    this.replaceChildren(player);
    player.focus();
  }
}

customElements.define("topicsite-video", TopicsiteVideo);
